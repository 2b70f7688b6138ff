package io.gatehouse.server.oracle;

import io.gatehouse.proto.v1.DeviceEvent;
import io.gatehouse.proto.v1.Direction;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * Histories drawn from a seed: a small site, then scans, outcomes, losses, new streams and changes in a mixture that makes passes meet
 * themselves, and every row of the check table apply often. The same seed gives the same history.
 *
 * <p>A gate keeps the rules of PROTOCOL.md where a server may lean on them: after a refusal the next thing that it sends is a Hello.
 */
final class Histories {
    private static final long SECOND = TimeUnit.SECONDS.toMicros(1);
    private static final long MINUTE = TimeUnit.MINUTES.toMicros(1);
    private static final int[] TEMPERATURES = {340, 349, 350, 363, 365, 366, 368, 372, 373, 374, 380, 395, 420, 421, 450
    };
    private static final DeviceEvent.Kind[] KINDS = {
        DeviceEvent.Kind.KIND_STARTED,
        DeviceEvent.Kind.KIND_DOOR_HELD,
        DeviceEvent.Kind.KIND_EMERGENCY_OPEN,
        DeviceEvent.Kind.KIND_EMERGENCY_END,
        DeviceEvent.Kind.KIND_OFFLINE
    };

    /** One gate as its device sees it. */
    private static final class Device {
        final String id;
        final List<Long> streams = new ArrayList<>();
        final List<Input.Scan> sent = new ArrayList<>();
        long next = 1;
        long offsetUs;
        boolean refused;
        boolean emergency;

        Device(String id) {
            this.id = id;
        }

        long stream() {
            return streams.get(streams.size() - 1);
        }
    }

    private final SplittableRandom random;
    private final DrawnSite site;
    private final List<Input> inputs = new ArrayList<>();
    private final List<Device> devices = new ArrayList<>();
    private final List<String> recent = new ArrayList<>();
    private long now;

    private Histories(long seed) {
        random = new SplittableRandom(seed);
        // Noon of 6 February 2020 in Shenzhen, and up to a day.
        now = 1_580_961_600_000_000L + random.nextLong(24 * 60 * MINUTE);
        site = new DrawnSite(random, now);
    }

    /** A site and {@code steps} things that happen on it; the site's own rows come first and are not counted. */
    static List<Input> of(long seed, int steps) {
        Histories history = new Histories(seed);
        history.inputs.addAll(history.site.founding());
        for (String gate : history.site.gates()) {
            Device device = new Device(gate);
            history.devices.add(device);
            history.newStream(device);
        }
        int from = history.inputs.size();
        while (history.inputs.size() - from < steps) {
            history.step();
        }
        return List.copyOf(history.inputs);
    }

    private void step() {
        now += pause();
        int what = random.nextInt(1000);
        Device device = pick(devices);
        if (device.refused) {
            greet(device);
        } else if (what < 720) {
            scan(device);
        } else if (what < 800) {
            outcome(device);
        } else if (what < 850) {
            again(device);
        } else if (what < 880) {
            event(device);
        } else if (what < 900) {
            lost(device);
        } else if (what < 920) {
            outOfPlace(device);
        } else if (what < 930) {
            greet(device);
        } else {
            inputs.add(site.change(now));
        }
    }

    /** Mostly a crowd, now and then a quiet hour; rarely the server's clock is set back a little. */
    private long pause() {
        int what = random.nextInt(1000);
        if (what < 550) {
            return 1 + random.nextLong(2 * SECOND);
        }
        if (what < 850) {
            return 1 + random.nextLong(30 * SECOND);
        }
        if (what < 990) {
            return 1 + random.nextLong(15 * MINUTE);
        }
        return what < 997 ? 1 + random.nextLong(6 * 60 * MINUTE) : -random.nextLong(3 * SECOND);
    }

    // ---- what gates send ----------------------------------------------------------------------------

    private void scan(Device device) {
        String pass = pass(device);
        Direction direction = direction();
        int kind = random.nextInt(100);
        Input.Acted acted = kind < 75 ? Input.Acted.NO : kind < 92 ? Input.Acted.OPENED : Input.Acted.KEPT_CLOSED;
        Input.Scan scan = new Input.Scan(
                now,
                device.id,
                device.next++,
                pass,
                gateTime(device),
                direction,
                temperature(),
                acted,
                device.offsetUs);
        device.sent.add(scan);
        inputs.add(scan);
    }

    /** What became of a scan, mostly one of the last; sometimes of one that the server does not hold. */
    private void outcome(Device device) {
        if (device.sent.isEmpty()) {
            scan(device);
            return;
        }
        Input.Scan of = latest(device.sent);
        boolean unheld = random.nextInt(12) == 0;
        long number = !unheld ? of.sequence() : random.nextBoolean() ? 0 : device.next + random.nextInt(5);
        inputs.add(new Input.Outcome(
                now,
                device.id,
                device.next++,
                number,
                of.passHex(),
                of.direction(),
                random.nextInt(3) == 0 ? gateTime(device) : of.scannedAtUs() + random.nextLong(2 * SECOND),
                random.nextBoolean(),
                device.offsetUs));
    }

    /** A scan that comes again, as it was or after the gate acted on it; rarely with something else under its number. */
    private void again(Device device) {
        if (device.sent.isEmpty()) {
            scan(device);
            return;
        }
        Input.Scan of = random.nextBoolean() ? latest(device.sent) : pick(device.sent);
        int how = random.nextInt(10);
        Input.Acted acted = how < 6 ? of.acted() : how < 8 ? Input.Acted.OPENED : Input.Acted.NO;
        Input.Scan copy = new Input.Scan(
                now,
                device.id,
                of.sequence(),
                of.passHex(),
                of.scannedAtUs(),
                of.direction(),
                of.temperature(),
                acted,
                device.offsetUs);
        if (how == 9) {
            copy = other(copy);
            device.refused = true;
        }
        inputs.add(copy);
    }

    /** Another event under the same number: one of the four parts of the check is another. */
    private Input.Scan other(Input.Scan scan) {
        int part = random.nextInt(4);
        Direction turned =
                scan.direction() == Direction.DIRECTION_ENTRY ? Direction.DIRECTION_EXIT : Direction.DIRECTION_ENTRY;
        return new Input.Scan(
                scan.atUs(),
                scan.gate(),
                scan.sequence(),
                part == 0 ? site.strangers().get(0) + "00" : scan.passHex(),
                part == 1 ? scan.scannedAtUs() + 1 : scan.scannedAtUs(),
                part == 2 ? turned : scan.direction(),
                part == 3 ? scan.temperature() + 1 : scan.temperature(),
                scan.acted(),
                scan.offsetUs());
    }

    private void event(Device device) {
        DeviceEvent.Kind kind = KINDS[random.nextInt(KINDS.length)];
        if (device.emergency) {
            kind = DeviceEvent.Kind.KIND_EMERGENCY_END;
        }
        device.emergency = kind == DeviceEvent.Kind.KIND_EMERGENCY_OPEN;
        boolean held = device.next > 1 && random.nextInt(8) == 0;
        long number = held ? 1 + random.nextLong(device.next - 1) : device.next++;
        inputs.add(new Input.Event(now, device.id, number, kind, gateTime(device), device.offsetUs));
    }

    /** Losses that the server does not hold, holds in part, or holds. */
    private void lost(Device device) {
        long first = random.nextInt(3) == 0 ? Math.max(1, device.next - random.nextInt(4)) : device.next;
        long last = first + random.nextInt(6);
        device.next = Math.max(device.next, last + 1);
        device.emergency = false;
        inputs.add(new Input.Lost(now, device.id, last, first, random.nextInt(4) == 0));
    }

    /** Something that gets a refusal: a gap, or a number that cannot be. */
    private void outOfPlace(Device device) {
        device.refused = true;
        long beyond = device.next + 1 + random.nextInt(3);
        switch (random.nextInt(5)) {
            case 0 -> inputs.add(new Input.Lost(now, device.id, beyond + 2, beyond, false));
            case 1 -> inputs.add(new Input.Lost(now, device.id, device.next, random.nextBoolean() ? 0 : beyond, false));
            case 2 ->
                inputs.add(new Input.Event(
                        now, device.id, 0, DeviceEvent.Kind.KIND_EMERGENCY_OPEN, gateTime(device), device.offsetUs));
            default ->
                inputs.add(new Input.Scan(
                        now,
                        device.id,
                        beyond,
                        pass(device),
                        gateTime(device),
                        direction(),
                        temperature(),
                        Input.Acted.NO,
                        device.offsetUs));
        }
    }

    /** Hello: mostly with the stream that stands, else with a new one; one with a stream left behind is refused. */
    private void greet(Device device) {
        int what = random.nextInt(10);
        if (what < 6) {
            inputs.add(new Input.Hello(now, device.id, device.stream()));
            device.refused = false;
        } else if (what < 8 && device.streams.size() > 1) {
            int left = random.nextInt(device.streams.size() - 1);
            inputs.add(new Input.Hello(now, device.id, device.streams.get(left)));
            device.refused = true;
        } else {
            newStream(device);
        }
    }

    private void newStream(Device device) {
        device.streams.add(random.nextLong() | 1);
        device.sent.clear();
        device.next = 1;
        device.refused = false;
        device.emergency = false;
        device.offsetUs = random.nextInt(4) == 0
                ? random.nextLong(-4 * MINUTE, 4 * MINUTE)
                : random.nextLong(-3 * SECOND, 3 * SECOND);
        inputs.add(new Input.Hello(now, device.id, device.stream()));
    }

    // ---- what is drawn ------------------------------------------------------------------------------

    /** By the gate's clock: now, a while ago because it was offline, or ahead of the server's. */
    private long gateTime(Device device) {
        int what = random.nextInt(100);
        long ago = what < 55
                ? random.nextLong(SECOND)
                : what < 75
                        ? random.nextLong(20 * SECOND)
                        : what < 90
                                ? random.nextLong(60 * MINUTE)
                                : what < 95 ? random.nextLong(40 * 60 * MINUTE) : -random.nextLong(10 * SECOND);
        return now - ago + device.offsetUs;
    }

    /** Mostly one of the last that were seen, or one that is for the gate's estate. */
    private String pass(Device device) {
        int what = random.nextInt(100);
        String pass;
        if (what < 50 && !recent.isEmpty()) {
            pass = recent.get(random.nextInt(recent.size()));
        } else if (what < 85) {
            pass = site.local(device.id);
        } else if (what < 92) {
            pass = pick(site.known());
        } else if (what < 97) {
            pass = pick(site.strangers());
        } else {
            return "0102030405060708090a0b0c0d0e0f1011".substring(0, 2 * random.nextInt(16));
        }
        recent.add(pass);
        if (recent.size() > 6) {
            recent.remove(0);
        }
        return pass;
    }

    private Direction direction() {
        int what = random.nextInt(200);
        if (what < 3) {
            return Direction.DIRECTION_UNSPECIFIED;
        }
        return what < 95 ? Direction.DIRECTION_ENTRY : Direction.DIRECTION_EXIT;
    }

    private int temperature() {
        int what = random.nextInt(100);
        if (what < 12) {
            return Input.NOT_MEASURED;
        }
        return what < 75 ? 360 + random.nextInt(10) : TEMPERATURES[random.nextInt(TEMPERATURES.length)];
    }

    private <T> T pick(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private <T> T latest(List<T> of) {
        return of.get(Math.max(0, of.size() - 1 - random.nextInt(4)));
    }
}
