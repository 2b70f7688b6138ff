package io.gatehouse.server.session;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** For tests in which gates do wrong millions of times: nobody reads a line for each. */
public final class QuietNews {
    private QuietNews() {}

    /** From here on in this process, sessions tell the log nothing. */
    public static void please() {
        logger().setLevel(Level.OFF);
    }

    static Logger logger() {
        return (Logger) LoggerFactory.getLogger(SessionNews.class);
    }
}
