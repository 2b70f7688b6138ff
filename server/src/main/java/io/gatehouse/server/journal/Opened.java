package io.gatehouse.server.journal;

/** A journal ready for appends, and what its start found. */
public record Opened(Journal journal, JournalSummary found) {}
