package io.gatehouse.loadtest.link;

import java.net.InetSocketAddress;

/**
 * What a fleet is made of.
 *
 * @param target where all connect to
 * @param speech what is spoken with it
 * @param lanes event loops, from 1
 * @param openLoop whether sends have a plan of their own, so that times of sending are kept beside it
 * @param source what is scanned
 * @param hook told of decisions
 */
public record FleetSpec(
        InetSocketAddress target, Speech speech, int lanes, boolean openLoop, ScanSource source, AnswerHook hook) {}
