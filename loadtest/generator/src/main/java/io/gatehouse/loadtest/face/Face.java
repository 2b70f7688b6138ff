package io.gatehouse.loadtest.face;

import io.gatehouse.loadtest.run.RunWatcher;
import java.io.IOException;

/** What somebody in front of a running test sees. */
public interface Face extends RunWatcher, AutoCloseable {
    /** Leaves the terminal as it was. */
    @Override
    void close();

    /**
     * A picture that is drawn anew each second on a terminal, else a line each second.
     *
     * @param wanted false = lines, whatever the output is
     */
    static Face open(boolean wanted) throws IOException {
        boolean terminal = System.console() != null && !"dumb".equals(System.getenv("TERM"));
        return wanted && terminal ? new LiveFace() : new PlainFace(System.out);
    }
}
