package io.gatehouse.loadtest;

import io.gatehouse.loadtest.journal.JournalStart;
import io.gatehouse.loadtest.link.GateStream;
import io.gatehouse.loadtest.link.LinkTls;
import io.gatehouse.loadtest.link.Speech;
import io.gatehouse.loadtest.plan.Horizon;
import io.gatehouse.loadtest.plan.Plan;
import io.gatehouse.loadtest.plan.PlanException;
import io.gatehouse.loadtest.plan.Replay;
import io.gatehouse.loadtest.run.RunFailed;
import io.gatehouse.loadtest.run.RunSpec;
import io.gatehouse.loadtest.run.SiteScans;
import io.gatehouse.loadtest.run.Target;
import io.gatehouse.loadtest.site.Gate;
import io.gatehouse.loadtest.site.Site;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Turns a site and a number of gates into what a run is made against. */
final class SiteOptions {
    /** As many as a big server's cache does not hold, few enough for a short start. */
    private static final int DRAWN_PASSES = 1_000_000;

    private SiteOptions() {}

    /**
     * The first gates of a site.
     *
     * @param gates how many; 0 = all
     */
    static List<Gate> gates(Site site, int gates) throws RunFailed {
        int have = site.gates().size();
        if (gates > have) {
            throw new RunFailed(
                    "the site has %1$d gates with a token, not %2$d: one gate has one connection ('./gatehouse site demo --gates %2$d --out DIR' makes a site of so many)"
                            .formatted(have, gates));
        }
        return site.gates().subList(0, gates == 0 ? have : gates);
    }

    static Target server(HostPort at, long pid, Site site, List<Gate> gates, long seed) {
        return server(at, pid, site, gates, seed, null);
    }

    /** @param tls null: in the clear */
    static Target server(HostPort at, long pid, Site site, List<Gate> gates, long seed, LinkTls tls) {
        List<GateStream> streams = gates.stream().map(GateStream::new).toList();
        SiteScans scans = SiteScans.of(gates, site, seed);
        return new Target(at.address(), Speech.gates(streams, tls), pid, gates.size(), scans);
    }

    /**
     * A run by a plan, with a right answer to every scan.
     *
     * @param replay what is played again; null: people are made up
     * @param tls null: in the clear
     */
    static Target planned(
            HostPort at,
            long pid,
            JournalStart before,
            List<GateStream> streams,
            RunSpec spec,
            Replay replay,
            LinkTls tls)
            throws PlanException {
        Site site = before.site();
        List<Gate> gates = streams.stream().map(GateStream::gate).toList();
        Duration run = spec.warmup().plus(spec.duration());
        Horizon horizon = Horizon.of(Instant.now(), run, site.rules().zone());
        Plan plan = replay == null
                ? Plan.of(site, gates, spec.scenario(), spec.timing(), horizon, before.history())
                : Plan.of(site, gates, replay, spec.timing(), horizon, before.history());
        return new Target(at.address(), Speech.gates(streams, tls), pid, gates.size(), plan);
    }

    static Target echo(HostPort at, long pid, int connections, long seed) {
        SiteScans scans = SiteScans.drawn(connections, DRAWN_PASSES, seed);
        return new Target(at.address(), Speech.echo(), pid, connections, scans);
    }
}
