package io.gatehouse.client;

import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * Everything from outside that a session leans on, so that a simulator can stand in for all of it.
 *
 * @param link the network
 * @param clock both clocks
 * @param random draws back-off delays and stream ids
 */
public record Surroundings(GateLink link, GateClock clock, RandomGenerator random) {
    public Surroundings {
        Objects.requireNonNull(link, "link");
        Objects.requireNonNull(clock, "clock");
        Objects.requireNonNull(random, "random");
    }
}
