package io.gatehouse.loadtest.report;

import io.gatehouse.loadtest.run.RunResult;
import io.gatehouse.loadtest.run.Target;
import java.util.Map;

/**
 * All that is said of one run, whatever the form.
 *
 * @param target what it was made against
 * @param result what came of it
 * @param circumstances how it came about
 * @param sections what judges and counters add to the JSON, by its key: {@code thresholds}, {@code accounting} ...;
 *     maps, lists, text, numbers and booleans only
 */
public record RunReport(Target target, RunResult result, Circumstances circumstances, Map<String, Object> sections) {}
