package io.gatehouse.server.journal;

import com.google.protobuf.ByteString;
import io.gatehouse.proto.journal.v1.EstateRow;
import io.gatehouse.proto.journal.v1.GateRow;
import java.util.HexFormat;

/** Lines of {@code estates.csv} and {@code gates.csv} as messages and back; digests are hex there, bytes here. */
final class SiteRows {
    private SiteRows() {}

    static EstateRow toMessage(io.gatehouse.server.roster.EstateRow row) {
        return EstateRow.newBuilder()
                .setEstateId(row.estateId())
                .setName(row.name())
                .setKind(row.kind())
                .setCommunity(row.community())
                .build();
    }

    static io.gatehouse.server.roster.EstateRow toRow(EstateRow message) {
        return new io.gatehouse.server.roster.EstateRow(
                message.getEstateId(), message.getName(), message.getKind(), message.getCommunity());
    }

    static GateRow toMessage(io.gatehouse.server.roster.GateRow row) {
        GateRow.Builder message = GateRow.newBuilder()
                .setGateId(row.gateId())
                .setEstateId(row.estateId())
                .setName(row.name());
        row.tokenSha256().forEach(digest -> message.addTokenSha256(bytes(digest)));
        return message.build();
    }

    static io.gatehouse.server.roster.GateRow toRow(GateRow message) {
        return new io.gatehouse.server.roster.GateRow(
                message.getGateId(),
                message.getEstateId(),
                message.getName(),
                message.getTokenSha256List().stream().map(SiteRows::hex).toList());
    }

    static ByteString bytes(String hex) {
        return ByteString.copyFrom(HexFormat.of().parseHex(hex));
    }

    static String hex(ByteString bytes) {
        return HexFormat.of().formatHex(bytes.toByteArray());
    }
}
