package io.gatehouse.loadtest.peers;

import io.gatehouse.loadtest.link.AnswerBook;
import io.gatehouse.loadtest.link.Dialect;
import io.gatehouse.loadtest.link.Speech;
import io.gatehouse.loadtest.plan.Script;
import io.gatehouse.loadtest.run.Target;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.function.IntFunction;

/**
 * What all peers have in common.
 *
 * @param roster the passes
 * @param source the scans
 * @param answers what is right of them
 * @param connections how many, one for each gate
 * @param folder where each has a folder of its own
 * @param cpu that they are pinned to, as taskset has it; null = not at all
 */
record Setting(Roster roster, Script source, AnswerBook answers, int connections, Path folder, String cpu) {
    Target target(PeerKind kind, int port, long pid, IntFunction<Dialect> dialects) {
        return target(port, pid, Speech.of(kind.label(), dialects, answers));
    }

    Target target(int port, long pid, Speech speech) {
        return new Target(new InetSocketAddress("127.0.0.1", port), speech, pid, connections, source);
    }
}
