package io.gatehouse.loadtest.peers;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** All turns of a comparison, by window, peer and round, and what does not come of one round alone. */
final class Score {
    private final List<PeerKind> asked;
    private final Map<PeerKind, String> missing;
    private final Map<PeerKind, String> failed = new EnumMap<>(PeerKind.class);
    private final Map<Integer, Map<PeerKind, SortedMap<Integer, Turn>>> turns = new TreeMap<>();

    /**
     * An empty one.
     *
     * @param asked in the order of the table
     * @param missing what would bring them
     */
    Score(List<PeerKind> asked, Map<PeerKind, String> missing) {
        this.asked = List.copyOf(asked);
        this.missing = Map.copyOf(missing);
    }

    /** @param round from 1 */
    void add(int window, PeerKind kind, int round, Turn turn) {
        turns.computeIfAbsent(window, w -> new EnumMap<>(PeerKind.class))
                .computeIfAbsent(kind, k -> new TreeMap<>())
                .put(round, turn);
    }

    void fail(PeerKind kind, String words) {
        failed.put(kind, words);
    }

    List<PeerKind> asked() {
        return asked;
    }

    Map<PeerKind, String> missing() {
        return missing;
    }

    Map<PeerKind, String> failed() {
        return failed;
    }

    /** One line for each round that it got to the end of. */
    List<Turn> turns(int window, PeerKind kind) {
        return List.copyOf(byRound(window, kind).values());
    }

    private SortedMap<Integer, Turn> byRound(int window, PeerKind kind) {
        return turns.getOrDefault(window, Map.of()).getOrDefault(kind, new TreeMap<>());
    }

    /** Middle, least and greatest of a figure; all NaN where there is no turn. */
    Spread spread(int window, PeerKind kind, ToDoubleFunction<Turn> figure) {
        return Spread.of(turns(window, kind).stream().mapToDouble(figure).toArray());
    }

    /** The median of a figure's ratios to ours, each of one round; NaN where we did not run. */
    double toOurs(int window, PeerKind kind, ToDoubleFunction<Turn> figure) {
        SortedMap<Integer, Turn> ours = byRound(window, PeerKind.OURS);
        return Spread.of(byRound(window, kind).entrySet().stream()
                        .filter(turn -> ours.containsKey(turn.getKey()))
                        .mapToDouble(turn ->
                                figure.applyAsDouble(turn.getValue()) / figure.applyAsDouble(ours.get(turn.getKey())))
                        .toArray())
                .median();
    }

    /** Of one figure over the rounds. */
    record Spread(double median, double least, double greatest) {
        static Spread of(double[] values) {
            if (values.length == 0) {
                return new Spread(Double.NaN, Double.NaN, Double.NaN);
            }
            double[] sorted = values.clone();
            Arrays.sort(sorted);
            int middle = sorted.length / 2;
            double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
            return new Spread(median, sorted[0], sorted[sorted.length - 1]);
        }
    }
}
