package io.gatehouse.server;

import io.gatehouse.proto.journal.v1.Record;
import io.gatehouse.server.journal.FileDisk;
import io.gatehouse.server.journal.JournalReader;
import io.gatehouse.server.journal.JournalSummary;
import io.gatehouse.server.journal.RecordJson;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
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
            "  gatehouse journal replay data"
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
            description = "Checks every frame: exit 0 and a count, or 65 with file and offset.",
            mixinStandardHelpOptions = true)
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
        out().flush();
        return Exit.OK;
    }

    @Command(
            name = "cat",
            description = "Prints the records, one a line: as JSON, or as the proto's own text.",
            mixinStandardHelpOptions = true)
    int cat(
            @Parameters(paramLabel = "DIR", description = "the data-dir") Path dir,
            @Option(
                            names = "--output",
                            paramLabel = "FORMAT",
                            description = "json or text (${DEFAULT-VALUE})",
                            defaultValue = "json")
                    Output output)
            throws IOException {
        RecordJson json = new RecordJson();
        Lines lines = new Lines(out());
        try {
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

    private static String oneLine(Record record) {
        return com.google.protobuf.TextFormat.printer().emittingSingleLine(true).printToString(record);
    }

    @Command(
            name = "replay",
            description = {
                "Decides every event again, from an empty state, and compares with what is recorded.",
                "Exit 0 where all is the same, 65 where something differs."
            },
            mixinStandardHelpOptions = true)
    int replay(
            @Parameters(paramLabel = "DIR", description = "the data-dir") Path dir,
            @Option(names = "--state", paramLabel = "FILE", description = "write the folded state to a file")
                    Path state)
            throws IOException {
        try (Replay replay = new Replay(out())) {
            JournalSummary found = JournalReader.read(disk(dir), replay);
            out().printf("%,d records decided again, %,d differ%n", found.records(), replay.differences());
            out().printf("state SHA-256 %s%n", replay.stateSha256());
            if (state != null) {
                replay.writeState(state);
            }
            out().flush();
            return replay.differences() == 0 ? Exit.OK : Exit.DATA;
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
