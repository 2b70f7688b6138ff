package io.gatehouse.server.metrics;

import java.io.IOException;
import java.io.OutputStream;

/** A page that Prometheus reads. Any thread; one at a time goes through a page, and no event loop knows its lock. */
public interface ScrapePage {
    /** Prometheus' text format, which every version of it reads. */
    String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    /** Writes the page, in {@link #CONTENT_TYPE}. */
    void writeTo(OutputStream out) throws IOException;
}
