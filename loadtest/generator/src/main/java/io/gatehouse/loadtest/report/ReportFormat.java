package io.gatehouse.loadtest.report;

/** What a run leaves behind. */
public enum ReportFormat {
    /** Lines on the terminal. */
    TEXT(""),
    /** All figures, for programs. */
    JSON("result.json"),
    /** All latencies, for the tools of HdrHistogram. */
    HLOG("latency.hlog"),
    /** The run second by second, for a spreadsheet. */
    CSV("intervals.csv"),
    /** A page for people. */
    HTML("report.html");

    private final String file;

    ReportFormat(String file) {
        this.file = file;
    }

    /** Its name in the folder; empty where it is no file. */
    public String file() {
        return file;
    }
}
