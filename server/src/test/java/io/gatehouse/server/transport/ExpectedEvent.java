package io.gatehouse.server.transport;

import com.google.protobuf.ByteString;
import com.google.protobuf.ProtocolMessageEnum;
import io.gatehouse.proto.v1.Acted;
import io.gatehouse.proto.v1.Authority;
import io.gatehouse.proto.v1.DeviceEvent;
import io.gatehouse.proto.v1.Direction;
import io.gatehouse.proto.v1.GateMessage;
import io.gatehouse.proto.v1.Lost;
import io.gatehouse.proto.v1.Medium;
import io.gatehouse.proto.v1.Outcome;
import io.gatehouse.proto.v1.Reason;
import io.gatehouse.proto.v1.Scan;
import io.gatehouse.server.engine.Event;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** The event that a sequenced message is to become, made plainly from the generated classes. */
final class ExpectedEvent {
    private ExpectedEvent() {}

    static Event of(GateMessage message, boolean replaced) {
        Event e = new Event();
        e.clear();
        e.textMended = replaced;
        switch (message.getBodyCase()) {
            case SCAN -> scan(message.getScan(), e);
            case DEVICE_EVENT -> deviceEvent(message.getDeviceEvent(), e);
            case LOST -> lost(message.getLost(), e);
            case OUTCOME -> outcome(message.getOutcome(), e);
            default -> throw new IllegalArgumentException("not sequenced: " + message.getBodyCase());
        }
        return e;
    }

    private static void scan(Scan scan, Event e) {
        e.kind = Event.Kind.SCAN;
        e.sequence = scan.getSequence();
        passId(scan.getPassId(), e);
        e.gateTimeUs = scan.getScannedAtUs();
        e.direction = known(scan.getDirection(), Direction.UNRECOGNIZED, e);
        if (scan.hasTemperatureDecicelsius()) {
            long unsigned = Integer.toUnsignedLong(scan.getTemperatureDecicelsius());
            e.temperature = (int) Math.min(unsigned, Integer.MAX_VALUE);
        }
        e.medium = known(scan.getMedium(), Medium.UNRECOGNIZED, e);
        if (scan.hasActed()) {
            acted(scan.getActed(), e);
        }
    }

    private static void deviceEvent(DeviceEvent event, Event e) {
        e.kind = Event.Kind.DEVICE_EVENT;
        e.sequence = event.getSequence();
        e.gateTimeUs = event.getOccurredAtUs();
        e.deviceKind = known(event.getKind(), DeviceEvent.Kind.UNRECOGNIZED, e);
        text(event.getDetail(), e);
    }

    private static void lost(Lost lost, Event e) {
        e.kind = Event.Kind.LOST;
        e.sequence = lost.getSequence();
        e.firstSequence = lost.getFirstSequence();
        e.statedFirstSequence = lost.getFirstSequence();
        e.acknowledged = lost.getAcknowledged();
        text(lost.getDetail(), e);
    }

    private static void outcome(Outcome outcome, Event e) {
        e.kind = Event.Kind.OUTCOME;
        e.sequence = outcome.getSequence();
        e.scanSequence = outcome.getScanSequence();
        passId(outcome.getPassId(), e);
        e.direction = known(outcome.getDirection(), Direction.UNRECOGNIZED, e);
        e.gateTimeUs = outcome.getActedAtUs();
        if (outcome.hasActed()) {
            acted(outcome.getActed(), e);
        }
    }

    private static void acted(Acted acted, Event e) {
        e.acted = true;
        e.actedOpened = acted.getOpened();
        e.actedReason = known(acted.getReason(), Reason.UNRECOGNIZED, e);
        e.actedAuthority = known(acted.getAuthority(), Authority.UNRECOGNIZED, e);
        e.actedRosterVersion = acted.getRosterVersion();
        text(acted.getOperator(), e);
    }

    private static <E extends ProtocolMessageEnum> int known(E value, E unrecognized, Event e) {
        if (value == unrecognized) {
            e.textMended = true;
            return 0;
        }
        return value.getNumber();
    }

    private static void passId(ByteString id, Event e) {
        if (id.size() == 16) {
            ByteBuffer halves = id.asReadOnlyByteBuffer();
            e.passHi = halves.getLong();
            e.passLo = halves.getLong();
            e.passIdLength = 16;
            return;
        }
        e.textMended |= id.size() > 64;
        e.passIdLength = Math.min(id.size(), 64);
        id.substring(0, e.passIdLength).copyTo(e.passId, 0);
    }

    private static void text(String text, Event e) {
        int chars = 0;
        int bytes = 0;
        while (chars < text.length()) {
            int point = text.codePointAt(chars);
            int size = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
            if (bytes + size > 200) {
                e.textMended = true;
                break;
            }
            bytes += size;
            chars += Character.charCount(point);
        }
        ByteString kept = ByteString.copyFromUtf8(text.substring(0, chars));
        e.textLength = kept.size();
        kept.copyTo(e.text, 0);
    }

    /** The first field that differs, or null. */
    static String difference(Event a, Event b) {
        return a.kind != b.kind
                ? "kind"
                : a.sequence != b.sequence
                        ? "sequence"
                        : a.gateTimeUs != b.gateTimeUs
                                ? "gateTimeUs"
                                : !samePassId(a, b)
                                        ? "passId"
                                        : !sameValues(a, b)
                                                ? "direction, temperature, medium, kind or a sequence"
                                                : !sameActed(a, b) ? "acted" : !sameText(a, b) ? "text" : null;
    }

    private static boolean samePassId(Event a, Event b) {
        return a.passIdLength == b.passIdLength
                && (a.passIdLength == 16
                        ? a.passHi == b.passHi && a.passLo == b.passLo
                        : Arrays.equals(a.passId, 0, a.passIdLength, b.passId, 0, b.passIdLength));
    }

    private static boolean sameValues(Event a, Event b) {
        return a.direction == b.direction
                && a.temperature == b.temperature
                && a.medium == b.medium
                && a.deviceKind == b.deviceKind
                && a.scanSequence == b.scanSequence
                && a.firstSequence == b.firstSequence
                && a.statedFirstSequence == b.statedFirstSequence
                && a.acknowledged == b.acknowledged;
    }

    private static boolean sameActed(Event a, Event b) {
        return a.acted == b.acted
                && (!a.acted
                        || a.actedOpened == b.actedOpened
                                && a.actedReason == b.actedReason
                                && a.actedAuthority == b.actedAuthority
                                && a.actedRosterVersion == b.actedRosterVersion);
    }

    private static boolean sameText(Event a, Event b) {
        return a.textMended == b.textMended && Arrays.equals(a.text, 0, a.textLength, b.text, 0, b.textLength);
    }
}
