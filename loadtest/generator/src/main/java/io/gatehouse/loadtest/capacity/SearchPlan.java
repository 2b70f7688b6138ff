package io.gatehouse.loadtest.capacity;

import java.time.Duration;

/**
 * How the highest rate is looked for.
 *
 * @param from the first rate tried, scans in a second
 * @param most the highest rate tried
 * @param precision how near the highest that held and the lowest that failed have to come, as a share
 * @param within no step begins after that; null: it takes what it takes
 */
public record SearchPlan(double from, double most, double precision, Duration within) {}
