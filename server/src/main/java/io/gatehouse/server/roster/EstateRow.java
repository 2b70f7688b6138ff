package io.gatehouse.server.roster;

/**
 * A line of {@code estates.csv}.
 *
 * @param kind GARDEN_ESTATE, URBAN_VILLAGE or OTHER
 */
public record EstateRow(int estateId, String name, String kind, String community) {}
