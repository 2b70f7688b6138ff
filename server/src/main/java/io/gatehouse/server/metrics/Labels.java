package io.gatehouse.server.metrics;

import io.gatehouse.proto.journal.v1.AlarmRecord;
import io.gatehouse.proto.v1.Authority;
import io.gatehouse.proto.v1.DeviceEvent;
import io.gatehouse.proto.v1.Reason;
import io.gatehouse.proto.v1.Verdict;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Label values: the protocol's own names, without their prefix and in lower case. The place in a list is the number. */
final class Labels {
    static final List<String> VERDICTS = names(Verdict.values(), "VERDICT_");
    static final List<String> REASONS = names(Reason.values(), "REASON_");
    static final List<String> AUTHORITIES = names(Authority.values(), "AUTHORITY_");
    static final List<String> DEVICE_KINDS = names(DeviceEvent.Kind.values(), "KIND_");
    static final List<String> ALARMS = names(AlarmRecord.Kind.values(), "KIND_");
    static final List<String> PROTOCOL_ERRORS =
            Arrays.stream(ProtocolError.values()).map(ProtocolError::label).toList();
    static final List<String> CAPS =
            Arrays.stream(Refused.values()).map(Refused::label).toList();
    static final List<String> JOURNAL_OPS = Arrays.stream(JournalMeters.Op.values())
            .map(JournalMeters.Op::label)
            .toList();
    static final List<String> HANDSHAKES =
            Arrays.stream(Handshake.values()).map(Handshake::label).toList();
    static final List<String> SITE_RELOADS = Arrays.stream(UpkeepMeters.Site.values())
            .map(UpkeepMeters.Site::label)
            .toList();
    static final List<String> CERTIFICATE_RELOADS = Arrays.stream(UpkeepMeters.Certificate.values())
            .map(UpkeepMeters.Certificate::label)
            .toList();

    private Labels() {}

    private static List<String> names(Enum<?>[] values, String prefix) {
        // The last one is protobuf's UNRECOGNIZED, which has no number.
        return Arrays.stream(values, 0, values.length - 1)
                .map(value -> value.name().substring(prefix.length()).toLowerCase(Locale.ROOT))
                .toList();
    }
}
