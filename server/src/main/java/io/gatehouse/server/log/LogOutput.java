package io.gatehouse.server.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.Layout;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;

/** Counts each line, leaves repeats out, and writes the rest, each in one piece. Any thread, one at a time. */
final class LogOutput extends AppenderBase<ILoggingEvent> {
    private final Layout<ILoggingEvent> layout;
    private final Repeats repeats;
    private final LogTally tally;
    private final OutputStream out;

    LogOutput(Layout<ILoggingEvent> layout, Repeats repeats, LogTally tally, OutputStream out) {
        this.layout = layout;
        this.repeats = repeats;
        this.tally = tally;
        this.out = out;
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
            tally.onWarning(LogEvent.of(Line.marker(event)));
        }
        Repeats.Answer answer = repeats.offer(Line.kind(event), event);
        if (answer.left() != null) {
            tell(answer.left());
        }
        if (answer.write()) {
            write(event);
        } else {
            tally.onSuppressed();
        }
    }

    /** Says how many lines were left out of those minutes that are over, or of all. */
    void tellLeftOut(boolean all) {
        for (Repeats.Left left : repeats.due(all)) {
            tell(left);
        }
    }

    private void tell(Repeats.Left left) {
        ILoggingEvent first = (ILoggingEvent) left.first();
        LoggingEvent said = new LoggingEvent(
                LogOutput.class.getName(),
                (Logger) org.slf4j.LoggerFactory.getLogger(first.getLoggerName()),
                first.getLevel(),
                "repeated {} times: {}",
                null,
                new Object[] {left.count(), first.getMessage()});
        Marker marker = Line.marker(first);
        if (marker != null) {
            said.addMarker(marker);
        }
        said.setKeyValuePairs(List.of(new KeyValuePair("repeated", left.count())));
        write(said);
    }

    private void write(ILoggingEvent event) {
        try {
            synchronized (out) {
                out.write(layout.doLayout(event).getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
        } catch (IOException e) {
            // There is nowhere left to say so.
            addError("a line is lost", e);
        }
    }
}
