package io.gatehouse.loadtest.face;

import io.gatehouse.loadtest.run.Interval;
import io.gatehouse.loadtest.run.RunSpec;
import io.gatehouse.loadtest.run.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.Display;

/** The picture on a terminal, drawn over itself. */
final class LiveFace implements Face {
    private static final int NARROW = 60;

    private final Terminal terminal;
    private final Display display;
    private final boolean colours;
    private Picture picture;
    private int lines;

    LiveFace() throws IOException {
        terminal = TerminalBuilder.builder().system(true).nativeSignals(false).build();
        display = new Display(terminal, false);
        String no = System.getenv("NO_COLOR");
        colours = no == null || no.isEmpty();
    }

    @Override
    public void begins(Target target, RunSpec spec) {
        picture = new Picture(target, spec);
    }

    @Override
    public void passed(Interval second) {
        picture.add(second);
        Size size = terminal.getSize();
        int width = Math.max(NARROW, size.getColumns());
        List<AttributedString> drawn = picture.draw(second, width - 1);
        if (!colours) {
            drawn = drawn.stream()
                    .map(line -> new AttributedString(line.toString()))
                    .toList();
        }
        lines = drawn.size();
        display.resize(Size.of(width, Math.max(lines + 1, size.getRows())));
        display.update(drawn, -1);
    }

    @Override
    public void close() {
        try {
            if (lines > 0) {
                terminal.writer().print("\r\n\r\n");
                terminal.flush();
            }
            terminal.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
