package io.gatehouse.loadtest.link;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * What a fleet is made of.
 *
 * @param target where all connect to
 * @param echo whether an echo answers there, not a server
 * @param lanes event loops, from 1
 * @param openLoop whether sends have a plan of their own, so that times of sending are kept beside it
 * @param streams one for each gate; none needed for an echo
 * @param source what is scanned
 * @param hook told of decisions
 */
public record FleetSpec(
        InetSocketAddress target,
        boolean echo,
        int lanes,
        boolean openLoop,
        List<GateStream> streams,
        ScanSource source,
        AnswerHook hook) {}
