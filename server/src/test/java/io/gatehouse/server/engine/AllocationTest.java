package io.gatehouse.server.engine;

import static io.gatehouse.server.engine.PassBuilder.pass;
import static io.gatehouse.server.engine.TestSite.*;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.gatehouse.proto.v1.Verdict;
import io.gatehouse.server.engine.Event.Kind;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

/** A scan leaves no garbage. */
class AllocationTest {
    private static final int PASSES = 50_000;
    private static final int SCANS = 1_000_000;

    private final TestSite site = new TestSite();
    private final SplittableRandom random = new SplittableRandom(1);
    private final Event e = new Event();
    private final LongFunction<Event> one = at -> e;
    private long sequence;
    private long allowed;

    @Test
    void aScanLeavesNoGarbage() {
        site.policy("outings", "3", "curfew.RESIDENT", "05:00-23:00");
        for (int i = 0; i < PASSES; i++) {
            site.table.put(pass(i).household(1 + i / 16).row());
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        scans(SCANS / 2);
        long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        scans(SCANS);
        long bytes = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
        System.out.printf(Locale.ROOT, "%,d bytes in %,d scans, %,d allowed since start%n", bytes, SCANS, allowed);
        assertTrue(allowed > SCANS / 10, "scans that do something: " + allowed);
        assertTrue(bytes < SCANS, bytes + " bytes in " + SCANS + " scans");
    }

    private void scans(int count) {
        for (int i = 0; i < count; i++) {
            site.now += 50_000;
            e.clear();
            e.kind = Kind.SCAN;
            e.gate = 0;
            e.session = 1;
            e.streamId = 100;
            e.sequence = ++sequence;
            e.receivedAtUs = site.now;
            e.gateTimeUs = site.now;
            e.temperature = 366 + random.nextInt(10);
            e.acted = random.nextInt(4) == 0;
            e.actedOpened = true;
            TestSite.pass(e, random.nextInt(PASSES + 1000), 1 + random.nextInt(2));
            if (i % 2 == 0) {
                site.engine.locate(e);
            } else {
                site.engine.locate(one, i, i);
            }
            site.engine.takeIn(e);
            allowed += e.verdict == Verdict.VERDICT_ALLOW_VALUE ? 1 : 0;
        }
    }
}
