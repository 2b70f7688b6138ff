package io.gatehouse.server;

import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import io.gatehouse.proto.journal.v1.Record;
import io.gatehouse.proto.journal.v1.SnapshotRecord;
import io.gatehouse.server.journal.FileDisk;
import io.gatehouse.server.journal.JournalListener;
import io.gatehouse.server.journal.JournalOptions;
import io.gatehouse.server.journal.JournalReader;
import io.gatehouse.server.journal.JournalSummary;
import io.gatehouse.server.journal.RecordJson;
import io.gatehouse.server.journal.RecordVisitor;
import io.gatehouse.server.journal.Salvage;
import io.gatehouse.server.journal.StateVisitor;
import io.gatehouse.server.seam.Clock;
import io.gatehouse.server.seam.SystemClock;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Reads a journal without changing it, also while a server writes it. */
@Command(
        name = "journal",
        description = "Reads a journal without changing it, also while a server writes it.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Examples:",
            "  gatehouse journal verify data",
            "  gatehouse journal cat data --output json | head",
            "  gatehouse journal replay data",
            "  gatehouse journal salvage data --out salvaged",
            "",
            "Exit codes: 0 good, 64 usage, 65 damaged or decided otherwise, 74 it cannot be read or written."
        })
final class JournalCommand {
    @Spec
    private CommandSpec spec;

    enum Output {
        text,
        json
    }

    @Command(
            name = "verify",
            description = "Checks every frame and every snapshot: exit 0 and a count, or 65 with file and offset.",
            mixinStandardHelpOptions = true,
            footer = {
                "",
                "Example:",
                "  gatehouse journal verify data",
                "",
                "Exit codes: 0 good, 64 usage, 65 damaged, 74 it cannot be read."
            })
    int verify(@Parameters(paramLabel = "DIR", description = "the data-dir") Path dir) throws IOException {
        JournalSummary found = JournalReader.verify(disk(dir));
        out().printf(
                        "%,d records in %,d frames, good up to position %d%n",
                        found.records(), found.frames(), found.position());
        if (found.cutBytes() > 0) {
            out().printf(
                            "an unacknowledged tail of %d bytes at %d of %s: the next start cuts it%n",
                            found.cutBytes(), found.cutOffset(), found.cutFile());
        }
        int damaged = 0;
        for (JournalReader.SnapshotFound snapshot : JournalReader.snapshots(disk(dir))) {
            if (snapshot.summary() == null) {
                damaged++;
                out().println(snapshot.damage());
            } else {
                out().printf(
                                "%s: good, %,d records, %,d bytes, covers all below position %d%n",
                                snapshot.name(),
                                snapshot.summary().records(),
                                snapshot.summary().bytes(),
                                snapshot.summary().position());
            }
        }
        out().flush();
        return damaged == 0 ? Exit.OK : Exit.DATA;
    }

    @Command(
            name = "cat",
            description = "Prints the records, one a line: as JSON, or as the proto's own text.",
            mixinStandardHelpOptions = true,
            footer = {
                "",
                "Examples:",
                "  gatehouse journal cat data | head",
                "  gatehouse journal cat data --output text",
                "",
                "Exit codes: 0 ok, 64 usage, 65 damaged, 74 it cannot be read."
            })
    int cat(
            @Parameters(paramLabel = "DIR", description = "the data-dir") Path dir,
            @Option(
                            names = "--output",
                            paramLabel = "FORMAT",
                            description = "json or text (${DEFAULT-VALUE})",
                            defaultValue = "json")
                    Output output,
            @Option(
                            names = "--snapshot",
                            paramLabel = "NAME",
                            description = "print the records of that snapshot instead")
                    String snapshot)
            throws IOException {
        RecordJson json = new RecordJson();
        Lines lines = new Lines(out());
        try {
            if (snapshot != null) {
                catSnapshot(disk(dir), snapshot, output, lines);
                return Exit.OK;
            }
            JournalReader.read(disk(dir), (position, bytes, offset, length) -> {
                Record record = Record.parser().parseFrom(bytes, offset, length);
                lines.write(output == Output.json ? json.line(record, position) : position + " " + oneLine(record));
            });
            lines.flush();
        } catch (ReaderGone head) {
            // It has the lines that it wanted.
        }
        return Exit.OK;
    }

    private static void catSnapshot(FileDisk disk, String name, Output output, Lines lines) throws IOException {
        JsonFormat.Printer printer = JsonFormat.printer().omittingInsignificantWhitespace();
        JournalReader.snapshot(disk, name, (bytes, offset, length) -> {
            SnapshotRecord record = SnapshotRecord.parser().parseFrom(bytes, offset, length);
            lines.write(output == Output.json ? printer.print(record) : oneLine(record));
        });
        lines.flush();
    }

    private static String oneLine(Message record) {
        return com.google.protobuf.TextFormat.printer().emittingSingleLine(true).printToString(record);
    }

    @Command(
            name = "replay",
            description = {
                "Decides every event again and compares with what is recorded: from an empty state, or from the newest",
                "snapshot where the first segment is gone.",
                "Exit 0 where all is the same, 65 where something differs."
            },
            mixinStandardHelpOptions = true,
            footer = {
                "",
                "Examples:",
                "  gatehouse journal replay data",
                "  gatehouse journal replay data --from-snapshot --state state.txt",
                "",
                "Exit codes: 0 all is the same, 64 usage, 65 something differs or is damaged, 74 it cannot be read."
            })
    int replay(
            @Parameters(paramLabel = "DIR", description = "the data-dir") Path dir,
            @Option(names = "--from-snapshot", description = "begin with the newest good snapshot, as a start does")
                    boolean fromSnapshot,
            @Option(names = "--state", paramLabel = "FILE", description = "write the folded state to a file")
                    Path state)
            throws IOException {
        try (Replay replay = new Replay(out())) {
            JournalSummary found = !fromSnapshot && JournalReader.startsWithFirst(disk(dir))
                    ? JournalReader.read(disk(dir), (RecordVisitor) replay)
                    : JournalReader.read(disk(dir), (StateVisitor) replay);
            out().printf(
                            "%,d records decided again, %,d differ%n",
                            found.records() - replay.appliedOnly(), replay.differences());
            if (replay.appliedOnly() > 0) {
                out().printf("%,d came while the snapshot was made: applied as they stand%n", replay.appliedOnly());
            }
            out().printf("state SHA-256 %s%n", replay.stateSha256());
            if (state != null) {
                replay.writeState(state);
            }
            out().flush();
            return replay.differences() == 0 ? Exit.OK : Exit.DATA;
        }
    }

    @Command(
            name = "salvage",
            description = {
                "Takes what stands whole in a damaged journal into a new one. The damaged one stays as it is.",
                "Where a start works there is nothing to salvage, and nothing is written."
            },
            mixinStandardHelpOptions = true,
            footer = {
                "",
                "Example:",
                "  gatehouse journal salvage data --out salvaged",
                "",
                "Exit codes: 0 salvaged, or nothing to salvage, 64 usage, 65 not even the beginning can be read,",
                "74 not written, 75 a server has it open."
            })
    int salvage(
            @Parameters(paramLabel = "DIR", description = "the data-dir that a start refuses") Path dir,
            @Option(names = "--out", paramLabel = "NEW", required = true, description = "folder for the new journal")
                    Path target)
            throws IOException {
        Clock clock = new SystemClock();
        JournalOptions options =
                JournalOptions.standard(Runnable::run, new SecureRandom()::nextLong, new JournalListener() {});
        FileDisk from = disk(dir);
        boolean made = !Files.exists(target);
        Salvage.Report done;
        try {
            done = Salvage.run(from, new FileDisk(target), options, clock.wallUs());
        } finally {
            if (made) {
                removeWhereEmpty(target);
            }
        }
        if (done.damage() == null) {
            out().println("a start works with this journal: nothing to salvage, nothing written");
            out().flush();
            return Exit.OK;
        }
        out().println(done.damage().getMessage());
        out().printf(
                        "%,d records before the damage and %,d behind it stand in %s; %,d of gates or kinds unknown without"
                                + " what is lost were left out%n",
                        done.recordsBefore(), done.recordsBehind(), target, done.dropped());
        done.gaps().forEach(gap -> out().printf("missing: positions %d to %d%n", gap.from(), gap.to()));
        out().printf("the roster's version is %d from now on%n", done.rosterVersion());
        out().printf("Next: mv %s %s.damaged && mv %s %s, then start the server.%n", dir, dir, target, dir);
        out().flush();
        return Exit.OK;
    }

    private static void removeWhereEmpty(Path folder) throws IOException {
        try {
            Files.deleteIfExists(folder);
        } catch (DirectoryNotEmptyException salvaged) {
            // It holds what was asked for.
        }
    }

    private FileDisk disk(Path dir) throws IOException {
        if (!Files.isDirectory(dir)) {
            throw new ParameterException(spec.commandLine(), "no folder " + dir + ": DIR is the data-dir of a server");
        }
        return new FileDisk(dir);
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /** Buffered lines. Asks now and then whether anybody still reads: a PrintWriter hides it otherwise. */
    private static final class Lines {
        private static final int ASK_EACH = 256;

        private final PrintWriter out;
        private final BufferedWriter buffer;
        private int written;

        Lines(PrintWriter out) {
            this.out = out;
            this.buffer = new BufferedWriter(out, 1 << 16);
        }

        void write(String line) throws IOException {
            buffer.write(line);
            buffer.newLine();
            if (++written % ASK_EACH == 0) {
                flush();
            }
        }

        void flush() throws IOException {
            buffer.flush();
            if (out.checkError()) {
                throw new ReaderGone();
            }
        }
    }

    /** The reader of a pipe went away: an end like any other. */
    private static final class ReaderGone extends IOException {
        private static final long serialVersionUID = 1;
    }
}
