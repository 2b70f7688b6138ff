package io.gatehouse.server.journal;

import io.gatehouse.proto.journal.v1.ChangeSetRecord;
import io.gatehouse.proto.journal.v1.EstateRecord;
import io.gatehouse.proto.journal.v1.FirstLoadRecord;
import io.gatehouse.proto.journal.v1.GateRecord;
import io.gatehouse.proto.journal.v1.ModeRecord;
import io.gatehouse.proto.journal.v1.PolicyRecord;
import io.gatehouse.proto.journal.v1.Record;
import io.gatehouse.proto.journal.v1.SiteRecord;
import io.gatehouse.proto.journal.v1.StartRecord;
import io.gatehouse.server.engine.Event;
import io.gatehouse.server.roster.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Changes of the site as records and back. A record's {@code at_us} is the event's time of receipt. */
final class ChangeRecords {
    private ChangeRecords() {}

    /** The record of a change other than a change-set that the engine took; {@link Event#version} is the version that it makes. */
    static Record toRecord(Event event) {
        Record.Builder record = Record.newBuilder();
        Change change = event.change;
        if (change instanceof Change.EstateChange c) {
            record.setEstate(estate(c, event));
        } else if (change instanceof Change.GateChange c) {
            record.setGate(gate(c, event));
        } else if (change instanceof Change.PolicyChange c) {
            record.setPolicy(policy(c, event));
        } else if (change instanceof Change.ModeChange c) {
            record.setMode(mode(c, event));
        } else if (change instanceof Change.SiteChange c) {
            record.setSite(SiteRecord.newBuilder().setTimeZone(c.timeZone()).setAtUs(event.receivedAtUs));
        } else if (change instanceof Change.Started c) {
            record.setStart(StartRecord.newBuilder()
                    .setJournalId(c.journalId())
                    .setVersion(c.version())
                    .setAtUs(event.receivedAtUs));
        } else if (change instanceof Change.FirstLoadDone c) {
            record.setFirstLoad(FirstLoadRecord.newBuilder()
                    .setPasses(c.passes())
                    .setFiles(c.files())
                    .setAtUs(event.receivedAtUs));
        } else {
            throw new IllegalArgumentException("no record for " + change);
        }
        return record.build();
    }

    private static EstateRecord estate(Change.EstateChange change, Event event) {
        EstateRecord.Builder record =
                EstateRecord.newBuilder().setRegisterVersion(event.version).setAtUs(event.receivedAtUs);
        if (change.before() != null) {
            record.setBefore(SiteRows.toMessage(change.before()));
        }
        if (change.after() != null) {
            record.setAfter(SiteRows.toMessage(change.after()));
        }
        return record.build();
    }

    private static GateRecord gate(Change.GateChange change, Event event) {
        GateRecord.Builder record =
                GateRecord.newBuilder().setRegisterVersion(event.version).setAtUs(event.receivedAtUs);
        if (change.before() != null) {
            record.setBefore(SiteRows.toMessage(change.before()));
        }
        if (change.after() != null) {
            record.setAfter(SiteRows.toMessage(change.after()));
        }
        return record.build();
    }

    private static PolicyRecord policy(Change.PolicyChange change, Event event) {
        // Sorted: the same change is the same bytes in every run.
        return PolicyRecord.newBuilder()
                .setEstateId(change.estateId())
                .putAllBefore(new TreeMap<>(change.before()))
                .putAllAfter(new TreeMap<>(change.after()))
                .setPolicyVersion(event.version)
                .setAtUs(event.receivedAtUs)
                .build();
    }

    private static ModeRecord mode(Change.ModeChange change, Event event) {
        return ModeRecord.newBuilder()
                .setCommandId(change.commandId())
                .setModeValue(change.mode())
                .setEstateId(change.estateId())
                .setGateId(change.gateId())
                .setWho(change.who())
                .setWhy(change.why())
                .setAtUs(event.receivedAtUs)
                .build();
    }

    /** Fills {@link Event#change}, the version and the time from a record; false where it is no change. */
    static boolean toEvent(Record record, Event event) throws RecordException {
        switch (record.getBodyCase()) {
            case CHANGE_SET ->
                set(event, change(record.getChangeSet()), record.getChangeSet().getAtUs());
            case ESTATE ->
                set(event, change(record.getEstate()), record.getEstate().getAtUs());
            case GATE -> set(event, change(record.getGate()), record.getGate().getAtUs());
            case POLICY ->
                set(event, change(record.getPolicy()), record.getPolicy().getAtUs());
            case MODE -> set(event, change(record.getMode()), record.getMode().getAtUs());
            case SITE ->
                set(
                        event,
                        new Change.SiteChange(record.getSite().getTimeZone()),
                        record.getSite().getAtUs());
            case START ->
                set(
                        event,
                        new Change.Started(
                                record.getStart().getJournalId(),
                                record.getStart().getVersion()),
                        record.getStart().getAtUs());
            case FIRST_LOAD ->
                set(
                        event,
                        new Change.FirstLoadDone(
                                record.getFirstLoad().getPasses(),
                                record.getFirstLoad().getFiles()),
                        record.getFirstLoad().getAtUs());
            default -> {
                return false;
            }
        }
        event.version = switch (record.getBodyCase()) {
            case CHANGE_SET -> record.getChangeSet().getRosterVersion();
            case ESTATE -> record.getEstate().getRegisterVersion();
            case GATE -> record.getGate().getRegisterVersion();
            case POLICY -> record.getPolicy().getPolicyVersion();
            default -> 0;
        };
        return true;
    }

    private static void set(Event event, Change change, long atUs) {
        event.kind = Event.Kind.CHANGE;
        event.change = change;
        event.receivedAtUs = atUs;
    }

    private static Change change(ChangeSetRecord record) throws RecordException {
        List<io.gatehouse.server.roster.RowChange> rows = new ArrayList<>(record.getRowsCount());
        for (io.gatehouse.proto.journal.v1.RowChange row : record.getRowsList()) {
            rows.add(PassRows.toRow(row));
        }
        return new Change.PassChanges(
                record.getChangeSetId(),
                record.getKindValue(),
                record.getEstateId(),
                record.getBaseVersion(),
                record.getSource(),
                SiteRows.hex(record.getFileSha256()),
                record.getWho(),
                record.getWhy(),
                rows);
    }

    private static Change change(EstateRecord record) {
        return new Change.EstateChange(
                record.hasBefore() ? SiteRows.toRow(record.getBefore()) : null,
                record.hasAfter() ? SiteRows.toRow(record.getAfter()) : null);
    }

    private static Change change(GateRecord record) {
        return new Change.GateChange(
                record.hasBefore() ? SiteRows.toRow(record.getBefore()) : null,
                record.hasAfter() ? SiteRows.toRow(record.getAfter()) : null);
    }

    private static Change change(PolicyRecord record) {
        return new Change.PolicyChange(
                record.getEstateId(), Map.copyOf(record.getBeforeMap()), Map.copyOf(record.getAfterMap()));
    }

    private static Change change(ModeRecord record) {
        return new Change.ModeChange(
                record.getCommandId(),
                record.getModeValue(),
                record.getEstateId(),
                record.getGateId(),
                record.getWho(),
                record.getWhy());
    }
}
