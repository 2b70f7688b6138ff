package io.gatehouse.server.pipeline;

import io.gatehouse.server.roster.Change;
import java.util.concurrent.CompletableFuture;

/** A change on its way through the ring, and its two answers. */
public final class Order {
    static final String JOURNAL_FAILED = "the journal has failed: nothing more is accepted";

    final Change change;
    private final CompletableFuture<Long> durable = new CompletableFuture<>();

    Order(Change change) {
        this.change = change;
    }

    /** The version that the change made, once it is on disk; exceptionally, with the reason, where it was refused. */
    public CompletableFuture<Long> durable() {
        return durable;
    }

    void refuse(String why) {
        durable.completeExceptionally(new IllegalStateException(why));
    }

    void complete(long version) {
        durable.complete(version);
    }
}
