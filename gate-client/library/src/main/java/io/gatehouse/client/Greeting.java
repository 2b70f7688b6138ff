package io.gatehouse.client;

import io.gatehouse.proto.v1.GateMessage;
import io.gatehouse.proto.v1.Hello;

/** The first frame of a connection. */
final class Greeting {
    private static final int PROTOCOL_VERSION = 1;

    private Greeting() {}

    static GateMessage hello(SessionSettings settings, Spool spool, GrantStore grants, GateClock clock) {
        return GateMessage.newBuilder()
                .setHello(Hello.newBuilder()
                        .setProtocolVersion(PROTOCOL_VERSION)
                        .setGateId(settings.gateId())
                        .setToken(settings.token())
                        .setStreamId(spool.streamId())
                        .setFirstSequence(spool.first())
                        .setRosterVersion(grants.rosterVersion())
                        .setSoftware(settings.software())
                        .setSentAtUs(clock.wallMicros())
                        .setJournalId(spool.journalId()))
                .build();
    }
}
