package io.gatehouse.loadtest.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where every scan of a run went, warm-up and drain included. The counts come from different places (the plan's cursor,
 * the connections, the event loops), so that the sums between them can fail, and then the run does.
 *
 * @param planned came due by the plan; in a closed loop what was sent
 * @param unsent of these, never written: their gate was not connected or too far behind, or its connection ended
 * @param flow what became of what was sent
 * @param answers what was wrong with the answers
 */
public record Accounting(long planned, long unsent, Flow flow, Answers answers) {
    /**
     * What became of what was sent.
     *
     * @param sent written at least once
     * @param decided a decision came
     * @param undecided none came, until the end of the drain or of the connection
     * @param acknowledged an ack covered it
     * @param unacknowledged none did until the end
     */
    public record Flow(long sent, long decided, long undecided, long acknowledged, long unacknowledged) {}

    /**
     * What was wrong with the answers.
     *
     * @param lost acknowledged, and not there afterwards: not in the journal, or the server took its promise back
     * @param duplicated decided twice, or twice in the journal
     * @param reordered decided before an earlier scan of the same gate
     * @param wrong decided otherwise than the plan's right answer
     * @param checked decisions that were held against a right answer; 0: nobody checked
     * @param open of these, with more than one right verdict: planned races, and what history may change
     * @param firstWrong the first ten in words, passes only by their number in the plan
     */
    public record Answers(
            long lost, long duplicated, long reordered, long wrong, long checked, long open, List<String> firstWrong) {
        public Answers {
            firstWrong = List.copyOf(firstWrong);
        }

        /** Nothing is wrong. */
        public boolean right() {
            return lost + duplicated + reordered + wrong == 0;
        }
    }

    /**
     * The same with what the journal said afterwards.
     *
     * @param gone acknowledged and not there
     * @param twice there more than once
     * @param different otherwise than the gate sent it or was told
     * @param words the first of all these
     */
    public Accounting verified(long gone, long twice, long different, List<String> words) {
        List<String> all = new ArrayList<>(answers.firstWrong);
        all.addAll(words);
        return new Accounting(
                planned,
                unsent,
                flow,
                new Answers(
                        answers.lost + gone,
                        answers.duplicated + twice,
                        answers.reordered,
                        answers.wrong + different,
                        answers.checked,
                        answers.open,
                        all));
    }

    /** The sums that do not add up, in words; empty where all do. */
    public List<String> imbalances() {
        List<String> wrong = new ArrayList<>();
        sum(wrong, "planned", planned, "sent + unsent", flow.sent + unsent);
        sum(wrong, "sent", flow.sent, "decided + undecided", flow.decided + flow.undecided);
        sum(wrong, "sent", flow.sent, "acknowledged + unacknowledged", flow.acknowledged + flow.unacknowledged);
        if (answers.checked > flow.decided) {
            sum(wrong, "decided", flow.decided, "checked", answers.checked);
        }
        return wrong;
    }

    private static void sum(List<String> wrong, String name, long value, String parts, long together) {
        if (value != together) {
            wrong.add("%s is %d, but %s is %d".formatted(name, value, parts, together));
        }
    }

    /** All sums add up and nothing was lost, duplicated, reordered or decided wrongly. */
    public boolean ok() {
        return imbalances().isEmpty() && answers.right();
    }

    /** Counts by name, for a page or a program, in the order in which one reads them. */
    public Map<String, Long> byName() {
        Map<String, Long> all = new LinkedHashMap<>();
        all.put("planned", planned);
        all.put("sent", flow.sent);
        all.put("unsent", unsent);
        all.put("decided", flow.decided);
        all.put("undecided", flow.undecided);
        all.put("acknowledged", flow.acknowledged);
        all.put("unacknowledged", flow.unacknowledged);
        all.put("lost", answers.lost);
        all.put("duplicated", answers.duplicated);
        all.put("reordered", answers.reordered);
        all.put("wrong", answers.wrong);
        all.put("checked", answers.checked);
        all.put("moreThanOneRightAnswer", answers.open);
        return all;
    }
}
