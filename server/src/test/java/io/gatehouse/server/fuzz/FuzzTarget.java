package io.gatehouse.server.fuzz;

import io.gatehouse.server.journal.JournalFuzz;
import io.gatehouse.server.journal.SnapshotFuzz;
import io.gatehouse.server.roster.site.SiteFuzz;
import io.gatehouse.server.session.SessionFuzz;
import io.gatehouse.server.transport.FrameFuzz;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;

/** All that is fuzzed. Each class has the method {@code fuzzerTestOneInput} that Jazzer looks for. */
enum FuzzTarget {
    FRAMES(FrameFuzz::fuzzerTestOneInput, FrameFuzz::seeds),
    SESSION(SessionFuzz::fuzzerTestOneInput, SessionFuzz::seeds),
    SITE(SiteFuzz::fuzzerTestOneInput, SiteFuzz::seeds),
    JOURNAL(JournalFuzz::fuzzerTestOneInput, JournalFuzz::seeds),
    SNAPSHOT(SnapshotFuzz::fuzzerTestOneInput, SnapshotFuzz::seeds);

    interface Body {
        void run(byte[] input) throws Exception;
    }

    interface Seeds {
        /** Inputs by name that reach what chance would take long to find. */
        Map<String, byte[]> all() throws IOException;
    }

    private final Body body;
    private final Seeds seeds;

    FuzzTarget(Body body, Seeds seeds) {
        this.body = body;
        this.seeds = seeds;
    }

    /** Throws where the input shows a fault. */
    void run(byte[] input) throws Exception {
        body.run(input);
    }

    Map<String, byte[]> seeds() throws IOException {
        return seeds.all();
    }

    /** Its folder under src/test/resources/fuzz. */
    String folder() {
        return name().toLowerCase(Locale.ROOT);
    }
}
