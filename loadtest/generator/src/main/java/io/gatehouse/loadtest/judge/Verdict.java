package io.gatehouse.loadtest.judge;

/**
 * What came of one threshold.
 *
 * @param threshold as it was typed
 * @param passed whether it holds; one on something that the run does not measure fails
 * @param value measured, in the unit of the limit; NaN where it was not
 * @param limit in the same unit
 * @param unit {@code us}, {@code ms}, {@code s}, {@code %}, {@code /s}, or empty for a plain number
 * @param measured the value in words
 */
public record Verdict(String threshold, boolean passed, double value, double limit, String unit, String measured) {}
