package io.gatehouse.server.roster.site;

import java.util.List;

/** The site folder is refused, nothing of it counts. The process exits with {@link #EXIT_CODE}. */
public final class BadSiteException extends Exception {
    public static final int EXIT_CODE = 65;

    private static final long serialVersionUID = 1;

    private final transient List<Problem> problems;
    private final long total;

    BadSiteException(List<Problem> problems, long total) {
        super(text(problems, total));
        this.problems = List.copyOf(problems);
        this.total = total;
    }

    /** The first {@value Problems#SHOWN} at most, in the order of reading. */
    public List<Problem> problems() {
        return problems;
    }

    /** All of them, those that {@link #problems()} leaves out too. */
    public long total() {
        return total;
    }

    private static String text(List<Problem> problems, long total) {
        StringBuilder text = new StringBuilder("the site folder has ")
                .append(total)
                .append(total == 1 ? " problem" : " problems")
                .append(", so nothing of it was taken:");
        problems.forEach(p -> text.append("\n  ").append(p));
        if (total > problems.size()) {
            text.append("\n  and ").append(total - problems.size()).append(" more");
        }
        return text.toString();
    }
}
