package io.gatehouse.server.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.proto.v1.Refusal;
import io.gatehouse.server.metrics.Refused;
import io.gatehouse.server.seam.Clock;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class DoorkeeperTest {
    private static final long SECOND = 1_000_000_000L;

    private static final class TestClock implements Clock {
        long nanos = Long.MAX_VALUE - 5 * SECOND;

        @Override
        public long wallUs() {
            return 0;
        }

        @Override
        public long nanos() {
            return nanos;
        }
    }

    private final TestClock clock = new TestClock();
    private final SplittableRandom random = new SplittableRandom(11);

    private Doorkeeper door(Caps caps) {
        return new Doorkeeper(clock, random::nextLong, caps);
    }

    private static Caps caps(int connections, int notLoggedIn, int rate, Caps.Source source) {
        return new Caps(connections, notLoggedIn, rate, 2, source, new Caps.Logins(3, 1_000, 5_000));
    }

    private static Caps.Source source(int connections, int rate) {
        return new Caps.Source(connections, rate, 100, false);
    }

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static InetAddress address(int last) {
        return address("192.0.2." + last);
    }

    private static Visitor in(Doorkeeper door, InetAddress from) {
        Visitor visitor = door.arrive(from);
        assertNull(visitor.refused());
        return visitor;
    }

    private static void out(Doorkeeper door, InetAddress from, Refused why) {
        assertEquals(why, door.arrive(from).refused());
    }

    // ---- caps -----------------------------------------------------------------------------------------

    @Test
    void connectionsInAll() {
        Doorkeeper door = door(caps(3, 10, 100, source(10, 100)));
        Visitor first = in(door, address(1));
        in(door, address(2));
        in(door, address("127.0.0.1"));
        out(door, address(3), Refused.CONNECTIONS);
        out(door, address("127.0.0.1"), Refused.CONNECTIONS);
        door.leave(first);
        door.leave(first);
        in(door, address(3));
        out(door, address(3), Refused.CONNECTIONS);
    }

    @Test
    void connectionsThatHaveNotLoggedIn() {
        Doorkeeper door = door(caps(10, 2, 100, source(10, 100)));
        Visitor first = in(door, address(1));
        Visitor second = in(door, address(1));
        out(door, address(2), Refused.NOT_LOGGED_IN);
        assertEquals(0, door.login(first, "g1", 1));
        // Offered again after the ring was full.
        assertEquals(0, door.login(first, "g1", 1));
        in(door, address(2));
        out(door, address(2), Refused.NOT_LOGGED_IN);
        door.leave(second);
        door.leave(first);
        in(door, address(2));
        out(door, address(2), Refused.NOT_LOGGED_IN);
    }

    @Test
    void connectionsOfOneSource() {
        Doorkeeper door = door(caps(10, 10, 100, source(2, 100)));
        Visitor first = in(door, address(1));
        in(door, address(1));
        out(door, address(1), Refused.SOURCE_CONNECTIONS);
        in(door, address(2));
        door.leave(first);
        in(door, address(1));
    }

    /** What a source is refused it does not take from the others. */
    @Test
    void aSourceThatFloodsTakesNothingFromOthers() {
        Doorkeeper door = door(caps(1_000, 1_000, 20, source(1_000, 2)));
        int let = 0;
        for (int i = 0; i < 1_000; i++) {
            Visitor visitor = door.arrive(address(1));
            let += visitor.refused() == null ? 1 : 0;
            assertTrue(visitor.refused() == null || visitor.refused() == Refused.SOURCE_RATE);
        }
        assertEquals(2 * Caps.Source.BURST, let);
        for (int i = 0; i < 10; i++) {
            in(door, address(2 + i));
        }
        out(door, address(50), Refused.RATE);
        // An even pace: one each half second for the source, 20 a second in all.
        clock.nanos += SECOND / 2;
        in(door, address(1));
        out(door, address(1), Refused.SOURCE_RATE);
        for (int i = 0; i < 9; i++) {
            in(door, address(100 + i));
        }
        out(door, address(200), Refused.RATE);
    }

    @Test
    void aPauseGivesNoMoreThanTheBurst() {
        Doorkeeper door = door(caps(10_000, 10_000, 20, source(1_000, 1)));
        clock.nanos += 3_600 * SECOND;
        for (int i = 0; i < 20; i++) {
            in(door, address(i));
        }
        out(door, address(99), Refused.RATE);
    }

    @Test
    void loopbackIsLimitedOnlyWhereItIsSaid() {
        for (boolean counted : new boolean[] {false, true}) {
            Doorkeeper door = door(caps(100, 100, 100, new Caps.Source(1, 100, 100, counted)));
            in(door, address("127.0.0.7"));
            assertEquals(
                    counted ? Refused.SOURCE_CONNECTIONS : null,
                    door.arrive(address("127.0.0.7")).refused());
            in(door, address("127.0.0.8"));
        }
    }

    @Test
    void ofIpv6TheNetworkCounts() {
        Doorkeeper door = door(caps(100, 100, 100, source(1, 100)));
        in(door, address("2001:db8:0:1::1"));
        out(door, address("2001:db8:0:1:ffff::2"), Refused.SOURCE_CONNECTIONS);
        in(door, address("2001:db8:0:2::1"));
        in(door, address("192.0.2.1"));
        out(door, address("::ffff:192.0.2.1"), Refused.SOURCE_CONNECTIONS);
    }

    @Test
    void aFewOfTheRefusedAreToldWhy() {
        Doorkeeper door = door(Caps.DEFAULT);
        for (int i = 0; i < 64; i++) {
            assertTrue(door.hearOut());
        }
        assertFalse(door.hearOut());
        door.endHearingOut();
        assertTrue(door.hearOut());
        Refusal refusal = door.refusal().getRefusal();
        assertEquals(Refusal.Code.CODE_OVERLOADED, refusal.getCode());
        assertTrue(refusal.getRetryAfterMs() >= 2_000 && refusal.getRetryAfterMs() <= 10_000);
    }

    /** Any addresses: memory stays within the bound, and nothing is counted twice or lost. */
    @Test
    void countsStayRightWhateverComes() {
        Caps.Source perSource = new Caps.Source(3, 5, 64, true);
        Caps caps = caps(40, 30, 1_000, perSource);
        Doorkeeper door = door(caps);
        List<Visitor> open = new ArrayList<>();
        List<InetAddress> from = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            clock.nanos += random.nextInt(20_000_000);
            if (random.nextInt(3) > 0) {
                InetAddress address = address("10." + random.nextInt(2) + ".0." + random.nextInt(100));
                Visitor visitor = door.arrive(address);
                if (visitor.refused() == null) {
                    open.add(visitor);
                    from.add(address);
                }
            } else if (!open.isEmpty()) {
                int at = random.nextInt(open.size());
                door.login(open.get(at), "g", 1);
                if (random.nextBoolean()) {
                    door.leave(open.remove(at));
                    from.remove(at);
                }
            }
            Map<InetAddress, Integer> each = new HashMap<>();
            from.forEach(address -> each.merge(address, 1, Integer::sum));
            assertTrue(open.size() <= 40 && each.values().stream().allMatch(n -> n <= 3), "seed 11, step " + i);
            assertTrue(door.sources() <= each.size() + 64, "seed 11, step " + i);
        }
        open.forEach(door::leave);
        clock.nanos += 60 * SECOND;
        for (int i = 0; i < 30; i++) {
            in(door, address("10.9.0." + i));
        }
        out(door, address("10.9.0.99"), Refused.NOT_LOGGED_IN);
    }

    // ---- failed logins --------------------------------------------------------------------------------

    private long login(Doorkeeper door, InetAddress from, String id, int gate) {
        Visitor visitor = in(door, from);
        long delay = door.login(visitor, id, gate);
        door.leave(visitor);
        return delay;
    }

    private Doorkeeper loginDoor() {
        return door(caps(1_000, 1_000, 100_000, source(1_000, 100_000)));
    }

    @Test
    void afterTooManyFailuresFromAnAddressTheNextHasToWait() {
        Doorkeeper door = loginDoor();
        for (int i = 0; i < 4; i++) {
            assertEquals(0, login(door, address(1), "unknown " + i, -1));
        }
        assertEquals(SECOND, login(door, address(1), "unknown", -1));
        // A good token from an address where its gate never was waits, too: the answer tells nothing.
        assertEquals(SECOND, login(door, address(1), "g1", 1));
        assertEquals(0, login(door, address(2), "g1", 1));
        clock.nanos += SECOND - 1;
        assertEquals(1, login(door, address(1), "g2", 2));
        clock.nanos += 1;
        assertEquals(0, login(door, address(1), "g2", 2));
    }

    /** One with an old token behind a router must not keep the others out. */
    @Test
    void gatesThatLoggedInFromThereGoOn() {
        Doorkeeper door = loginDoor();
        assertEquals(0, login(door, address(1), "g1", 1));
        for (int i = 0; i < 4; i++) {
            login(door, address(1), "g9", -1);
        }
        assertTrue(login(door, address(1), "g9", -1) > 0);
        assertTrue(login(door, address(1), "g1", -1) > 0, "a wrong token is no gate");
        assertEquals(0, login(door, address(1), "g1", 1));
        assertTrue(login(door, address(1), "g2", 2) > 0);
    }

    @Test
    void aGateThatIsGuessedFromEverywhereGoesOnWhereItIs() {
        Doorkeeper door = loginDoor();
        assertEquals(0, login(door, address(1), "g1", 1));
        for (int i = 0; i < 4; i++) {
            assertEquals(0, login(door, address(10 + i), "g1", -1));
        }
        assertEquals(SECOND, login(door, address(20), "g1", -1));
        assertEquals(0, login(door, address(20), "g2", -1), "only that gate");
        assertEquals(0, login(door, address(1), "g1", 1));
    }

    @Test
    void theDelayDoublesUpToTheLongestAndEndsAfterAQuietMinute() {
        Doorkeeper door = loginDoor();
        for (int i = 0; i < 4; i++) {
            login(door, address(1), "g", -1);
        }
        for (long expected : new long[] {1, 2, 4, 5, 5}) {
            assertEquals(expected * SECOND, login(door, address(1), "g", -1));
            clock.nanos += expected * SECOND;
            assertEquals(0, login(door, address(1), "g", -1));
        }
        clock.nanos += 5 * SECOND + 61 * SECOND;
        for (int i = 0; i < 4; i++) {
            assertEquals(0, login(door, address(1), "g", -1));
        }
        assertEquals(SECOND, login(door, address(1), "g", -1));
    }

    @Test
    void failuresAtAnEvenPaceAreFree() {
        Doorkeeper door = loginDoor();
        for (int i = 0; i < 100; i++) {
            assertEquals(0, login(door, address(1), "g", -1));
            clock.nanos += 20 * SECOND;
        }
    }

    @Test
    void failuresOfAnyNumberOfAddressesAreRememberedInBoundedMemory() {
        FailedLogins failures = new FailedLogins(new Caps.Logins(1, 1_000, 5_000), 50);
        for (long key = 0; key < 10_000; key++) {
            failures.failed(key, clock.nanos);
            failures.failed(key, clock.nanos);
            assertEquals(SECOND, failures.delayNanos(key, clock.nanos));
        }
        assertEquals(50, failures.size());
    }
}
