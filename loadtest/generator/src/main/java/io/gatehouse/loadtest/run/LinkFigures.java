package io.gatehouse.loadtest.run;

import io.gatehouse.loadtest.hostile.HostileFigures;
import io.gatehouse.loadtest.measure.Latency;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What became of the connections of a run, beside the scans.
 *
 * @param connects how they came about
 * @param resent scans sent again after a lost connection
 * @param decisionsLost scans on the server's disk whose decisions went with a connection
 * @param drain what was from before the run; null where nothing was
 * @param held what idle gates cost; null where somebody came
 * @param hostile how gates that misbehaved were sent away
 */
public record LinkFigures(
        Connects connects, long resent, long decisionsLost, Drain drain, Held held, HostileFigures hostile) {
    /** The spool of a real gate is on its disk. */
    public static final String SPOOLS = "spools of simulated gates are in memory";

    /**
     * Connecting.
     *
     * @param first from the planned moment of a gate's first connect to its Welcome
     * @param turnedAway times that a gate was told to come back, or was closed before its Welcome
     * @param lost connections that ended, where that is no failure
     * @param cut gates that a power cut took
     * @param back from the planned moment of the return to the Welcome
     */
    public record Connects(Latency first, long turnedAway, long lost, int cut, Latency back) {}

    /**
     * Events that gates had decided by themselves before the run.
     *
     * @param events how many there were
     * @param acked of these, acknowledged
     * @param seconds from the moment when they could be sent to the last such ack
     */
    public record Drain(long events, long acked, double seconds) {
        /** Events acknowledged in a second. */
        public double perSecond() {
            return seconds > 0 ? acked / seconds : 0;
        }
    }

    /**
     * What idle gates cost a server.
     *
     * @param gates how many
     * @param beforeBytes of the server, resident before they came; 0 where its process is not known
     * @param withBytes and at the end
     */
    public record Held(int gates, long beforeBytes, long withBytes) {
        public double bytesEach() {
            return (double) (withBytes - beforeBytes) / gates;
        }
    }

    /** Whether all came back, all that was old is acknowledged, and whoever misbehaved was sent away. */
    public boolean ok() {
        return connects.back().count() >= connects.cut()
                && (drain == null || drain.acked() == drain.events())
                && hostile.ok();
    }

    /** For people: a word, and what there is to say of it. */
    public Map<String, String> lines() {
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put("connect", millis(connects.first()) + away());
        if (connects.cut() > 0) {
            lines.put(
                    "power cut",
                    say(
                            "%,d gates cut, %,d back; from the power's return to the Welcome %s",
                            connects.cut(), connects.back().count(), millis(connects.back())));
        }
        if (connects.cut() > 0 || connects.lost() > 0) {
            lines.put(
                    "resumed",
                    say(
                            "%,d connections lost, %,d scans sent again, %,d on disk whose decision was lost; %s",
                            connects.lost(), resent, decisionsLost, SPOOLS));
        }
        if (drain != null) {
            lines.put(
                    "backlog",
                    say(
                            "%,d of %,d offline events acknowledged in %.2f s: %,.0f/s; %s",
                            drain.acked(), drain.events(), drain.seconds(), drain.perSecond(), SPOOLS));
        }
        if (held != null) {
            lines.put(
                    "memory",
                    held.beforeBytes() == 0
                            ? "the server's process is not known (--server-pid)"
                            : say(
                                    "server %,d MiB resident before the gates, %,d MiB with them: %.1f KiB for each of %,d",
                                    held.beforeBytes() >> 20,
                                    held.withBytes() >> 20,
                                    held.bytesEach() / 1024,
                                    held.gates()));
        }
        if (hostile.gates() > 0) {
            lines.put("hostile", hostile.describe());
        }
        return lines;
    }

    private String away() {
        return connects.turnedAway() == 0 ? "" : say("; %,d times one was told to come back", connects.turnedAway());
    }

    private static String millis(Latency latency) {
        return say("p50 %.1f  p99 %.1f  max %.1f ms", latency.millis(50), latency.millis(99), latency.maxMillis());
    }

    private static String say(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
