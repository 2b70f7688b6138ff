package io.gatehouse.viewer;

import java.nio.charset.StandardCharsets;

/** What a request gets. */
record Answer(int status, String type, byte[] body) {
    static final String JSON = "application/json";

    static Answer text(int status, String text) {
        return new Answer(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    static Answer json(int status, String json) {
        return new Answer(status, JSON, json.getBytes(StandardCharsets.UTF_8));
    }
}
