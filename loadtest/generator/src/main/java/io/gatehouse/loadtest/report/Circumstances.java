package io.gatehouse.loadtest.report;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * How a run came about.
 *
 * @param startedAt when its plan began
 * @param commandLine as typed, secrets masked
 * @param configuration each option with its value, as typed or by default
 * @param version of the load test
 */
public record Circumstances(
        Instant startedAt, List<String> commandLine, Map<String, Object> configuration, String version) {}
