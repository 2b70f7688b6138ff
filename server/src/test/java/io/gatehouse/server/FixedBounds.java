package io.gatehouse.server;

import java.lang.reflect.Field;
import java.util.List;
import java.util.Locale;

/** Bounds that are constants: read from the code, so that the page about them can't say another value. */
final class FixedBounds {
    /**
     * @param constant class below {@code io.gatehouse.server} and field
     * @param unit of the constant's number
     */
    record Bound(String what, String constant, Unit unit, String why) {
        String row() {
            return "| " + what + " | " + unit.text(value()) + " | " + why + " | `" + constant + "` |\n";
        }

        private long value() {
            int dot = constant.lastIndexOf('.');
            try {
                Field field = Class.forName("io.gatehouse.server." + constant.substring(0, dot))
                        .getDeclaredField(constant.substring(dot + 1));
                field.setAccessible(true);
                return ((Number) field.get(null)).longValue();
            } catch (ReflectiveOperationException e) {
                throw new AssertionError("no constant " + constant, e);
            }
        }
    }

    enum Unit {
        COUNT,
        BYTES,
        NANOS,
        MILLIS,
        /** Of 100 ms each, the watchdog's own. */
        TICKS;

        String text(long value) {
            return switch (this) {
                case COUNT -> String.format(Locale.ROOT, "%,d", value);
                case BYTES ->
                    value % (1 << 20) == 0
                            ? (value >> 20) + " MiB"
                            : value % (1 << 10) == 0 ? (value >> 10) + " KiB" : value + " bytes";
                case NANOS -> millis(value / 1_000_000);
                case MILLIS -> millis(value);
                case TICKS -> value + " ticks of 100 ms";
            };
        }

        private static String millis(long millis) {
            return millis % 1_000 == 0 ? millis / 1_000 + " s" : millis + " ms";
        }
    }

    static final List<Bound> ALL = List.of(
            protocol("Longest frame of a gate", "transport.FrameScanner.MAX_FRAME", Unit.BYTES),
            protocol("The same before its Welcome", "transport.FrameScanner.MAX_FRAME_BEFORE_WELCOME", Unit.BYTES),
            protocol("Stored decisions of a gate", "engine.DecisionRing.CAPACITY", Unit.COUNT),
            protocol("Longest text of a message", "engine.Event.MAX_TEXT", Unit.BYTES),
            protocol("Input thrown away behind a refusal", "transport.GateChannel.LINGER_MILLIS", Unit.MILLIS),
            protocol("Takeovers of a gate in a minute", "session.Takeovers.MOST", Unit.COUNT),
            protocol("After them the standing connection stays for", "session.Takeovers.STAND_NANOS", Unit.NANOS),
            promise("Largest frame of the journal", "journal.FrameLayout.MAX_LENGTH", Unit.BYTES),
            promise("Idle time before the journal seals", "journal.Journal.SEAL_AFTER_NANOS", Unit.NANOS),
            promise("Time to the next try where the disk is full", "journal.Journal.RETRY_SPACE_NANOS", Unit.NANOS),
            promise(
                    "Grace after a failed write, for gates to hear of it",
                    "EndOfProcess.STORAGE_GRACE_MILLIS",
                    Unit.MILLIS),
            promise("Rows of a change-set", "engine.Changes.MAX_ROWS", Unit.COUNT),
            promise("A consumer that stands still ends the process after", "pipeline.Watchdog.STUCK_TICKS", Unit.TICKS),
            promise("A disk call is a failure after", "pipeline.Watchdog.DISK_TICKS", Unit.TICKS),
            new Bound(
                    "Connections that hear a refusal out, of the reserved descriptors one in",
                    "ServerConfig.HEARD_OUT_SHARE",
                    Unit.COUNT,
                    "follows from `caps.reserved-descriptors`; the rest is for journal, admin port and jars"),
            new Bound(
                    "Connections of one address at one moment, in seconds of its rate",
                    "session.Caps$Source.BURST",
                    Unit.COUNT,
                    "as many as `caps.source-connections` by default: what stands behind one router comes back at once"),
            new Bound(
                    "Between two lines of the log about one cap",
                    "session.Doorkeeper.LOG_EVERY_NANOS",
                    Unit.NANOS,
                    "a flood must not fill the log; the metric counts each"),
            new Bound(
                    "Accepting pauses where no descriptor is left",
                    "transport.Doorway.PAUSE_MILLIS",
                    Unit.MILLIS,
                    "long enough for some to close, short enough for the backlog"),
            new Bound(
                    "Without a tick for so long an event loop stood still, and no deadline runs",
                    "session.LoopSessions.STOOD_STILL_NANOS",
                    Unit.NANOS,
                    "ten ticks"),
            new Bound(
                    "Passes looked up together",
                    "pipeline.EngineStage.MAX_BATCH",
                    Unit.COUNT,
                    "what is touched first must still be in the cache when it is used"),
            new Bound(
                    "Events of a commit",
                    "pipeline.JournalStage.MAX_BATCH",
                    Unit.COUNT,
                    "small records fill `journal.commit-size` up to here, and a slot must come free"),
            new Bound(
                    "Quiet time before held acks are let go",
                    "pipeline.JournalStage.QUIET_NANOS",
                    Unit.NANOS,
                    "shorter than any `session.ack-hold` that helps"),
            new Bound(
                    "Tick of deadlines and heartbeats",
                    "transport.GateLoop.TICK_MILLIS",
                    Unit.MILLIS,
                    "as fine as the shortest deadline that may be set"),
            new Bound(
                    "Output array that an idle gate keeps",
                    "transport.GateChannel.MOST_OUT_KEPT",
                    Unit.BYTES,
                    "a batch of decisions; larger ones are given back"),
            new Bound(
                    "Zeros written at a time into a segment made ahead",
                    "journal.Provision.PIECE",
                    Unit.BYTES,
                    "a sync of the journal waits behind one of them at most"),
            new Bound(
                    "Threads of the admin port",
                    "admin.AdminServer.MAX_THREADS",
                    Unit.COUNT,
                    "of `admin.connections` that many are served at once"),
            new Bound(
                    "Header of a request there",
                    "admin.AdminServer.MAX_HEADER_BYTES",
                    Unit.BYTES,
                    "far more than a scraper sends"),
            new Bound(
                    "Idle time of a connection there",
                    "admin.AdminServer.IDLE_MILLIS",
                    Unit.MILLIS,
                    "scrapers come anew; a slow request must not hold a thread"),
            new Bound(
                    "Line of a site file",
                    "roster.site.StrictReader.LONGEST_LINE",
                    Unit.COUNT,
                    "the longest row that means something is a tenth of it"),
            new Bound(
                    "Problems of a site folder that are named",
                    "roster.site.Problems.SHOWN",
                    Unit.COUNT,
                    "more nobody reads; the rest is counted"));

    private FixedBounds() {}

    private static Bound protocol(String what, String constant, Unit unit) {
        return new Bound(what, constant, unit, "the protocol says so: gates rely on it");
    }

    private static Bound promise(String what, String constant, Unit unit) {
        return new Bound(what, constant, unit, "what the journal promises rests on it");
    }
}
