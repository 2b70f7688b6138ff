package io.gatehouse.server.journal;

import com.google.protobuf.ByteString;
import io.gatehouse.proto.journal.v1.DeviceEventRecord;
import io.gatehouse.proto.journal.v1.LostRecord;
import io.gatehouse.proto.journal.v1.OutcomeRecord;
import io.gatehouse.proto.journal.v1.OutingCount;
import io.gatehouse.proto.journal.v1.PassState;
import io.gatehouse.proto.journal.v1.Record;
import io.gatehouse.proto.journal.v1.ScanRecord;
import io.gatehouse.proto.v1.Acted;
import io.gatehouse.server.engine.Event;
import java.nio.ByteBuffer;

/** The record that an event is to leave, made plainly with the generated classes. */
final class ExpectedRecord {
    private ExpectedRecord() {}

    static Record of(Event e) {
        Record.Builder record = Record.newBuilder();
        switch (e.kind) {
            case SCAN -> record.setScan(scan(e));
            case DEVICE_EVENT -> record.setDeviceEvent(deviceEvent(e));
            case OUTCOME -> record.setOutcome(outcome(e));
            case LOST -> record.setLost(lost(e));
            default -> throw new IllegalArgumentException(e.kind.name());
        }
        return record.build();
    }

    private static ScanRecord.Builder scan(Event e) {
        ScanRecord.Builder r = ScanRecord.newBuilder()
                .setGateIdBytes(ByteString.copyFrom(e.gateId))
                .setStreamId(e.streamId)
                .setSequence(e.sequence)
                .setPassId(passId(e))
                .setScannedAtUs(e.gateTimeUs)
                .setDirectionValue(e.direction)
                .setMediumValue(e.medium)
                .setReceivedAtUs(e.receivedAtUs)
                .setJudgedAtUs(e.judgedAtUs)
                .setClockOffsetUs(e.offsetUs)
                .setClockSuspect(e.clockSuspect)
                .setTextMended(e.textMended)
                .setVerdictValue(e.verdict)
                .setAttention(e.attention)
                .setRosterVersion(e.rosterVersion)
                .setPolicyVersion(e.policyVersion)
                .setRegisterVersion(e.registerVersion);
        if (e.temperature != Event.NOT_MEASURED) {
            r.setTemperatureDecicelsius(e.temperature);
        }
        for (int reason = 0; reason < 32; reason++) {
            if ((e.reasons & 1 << reason) != 0) {
                r.addReasonsValue(reason);
            }
        }
        if (e.acted) {
            r.setActed(acted(e));
        }
        if (e.passChanged) {
            r.setPass(pass(e));
        }
        if (e.outingChanged) {
            r.setOuting(outing(e));
        }
        return r;
    }

    private static DeviceEventRecord.Builder deviceEvent(Event e) {
        return DeviceEventRecord.newBuilder()
                .setGateIdBytes(ByteString.copyFrom(e.gateId))
                .setStreamId(e.streamId)
                .setSequence(e.sequence)
                .setKindValue(e.deviceKind)
                .setOccurredAtUs(e.gateTimeUs)
                .setDetailBytes(text(e))
                .setReceivedAtUs(e.receivedAtUs)
                .setJudgedAtUs(e.judgedAtUs)
                .setClockOffsetUs(e.offsetUs)
                .setClockSuspect(e.clockSuspect)
                .setTextMended(e.textMended)
                .setGateEmergency(e.gateEmergency);
    }

    private static OutcomeRecord.Builder outcome(Event e) {
        OutcomeRecord.Builder r = OutcomeRecord.newBuilder()
                .setGateIdBytes(ByteString.copyFrom(e.gateId))
                .setStreamId(e.streamId)
                .setSequence(e.sequence)
                .setScanSequence(e.scanSequence)
                .setPassId(passId(e))
                .setDirectionValue(e.direction)
                .setActedAtUs(e.gateTimeUs)
                .setReceivedAtUs(e.receivedAtUs)
                .setJudgedAtUs(e.judgedAtUs)
                .setClockOffsetUs(e.offsetUs)
                .setClockSuspect(e.clockSuspect)
                .setTextMended(e.textMended)
                .setDiffers(e.differs);
        if (e.acted) {
            r.setActed(acted(e));
        }
        if (e.passChanged) {
            r.setPass(pass(e));
        }
        if (e.outingChanged) {
            r.setOuting(outing(e));
        }
        return r;
    }

    private static LostRecord.Builder lost(Event e) {
        return LostRecord.newBuilder()
                .setGateIdBytes(ByteString.copyFrom(e.gateId))
                .setStreamId(e.streamId)
                .setSequence(e.sequence)
                .setFirstSequence(e.firstSequence)
                .setStatedFirstSequence(e.statedFirstSequence)
                .setDetailBytes(text(e))
                .setAcknowledged(e.acknowledged)
                .setReceivedAtUs(e.receivedAtUs)
                .setTextMended(e.textMended);
    }

    private static Acted.Builder acted(Event e) {
        return Acted.newBuilder()
                .setOpened(e.actedOpened)
                .setReasonValue(e.actedReason)
                .setAuthorityValue(e.actedAuthority)
                .setRosterVersion(e.actedRosterVersion)
                .setOperatorBytes(text(e));
    }

    private static PassState.Builder pass(Event e) {
        PassState.Builder pass = PassState.newBuilder()
                .setPlaceValue(e.place)
                .setLastPassageUs(e.lastPassageUs)
                .setLastPassageDirectionValue(e.lastPassageDirection)
                .setLastHighUs(e.lastHighUs);
        if (e.lastPassageGateId != null) {
            pass.setLastPassageGateBytes(ByteString.copyFrom(e.lastPassageGateId));
        }
        return pass;
    }

    private static OutingCount.Builder outing(Event e) {
        return OutingCount.newBuilder()
                .setEstateId(e.outingEstate)
                .setHousehold(e.outingHousehold)
                .setDay(e.outingDay)
                .setCount(e.outingCount);
    }

    private static ByteString passId(Event e) {
        if (e.passIdLength == 16) {
            return ByteString.copyFrom(
                    ByteBuffer.allocate(16).putLong(e.passHi).putLong(e.passLo).flip());
        }
        return ByteString.copyFrom(e.passId, 0, e.passIdLength);
    }

    private static ByteString text(Event e) {
        return ByteString.copyFrom(e.text, 0, e.textLength);
    }
}
