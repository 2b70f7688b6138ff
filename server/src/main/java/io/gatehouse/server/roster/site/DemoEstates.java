package io.gatehouse.server.roster.site;

import io.gatehouse.server.roster.EstateRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Estates with names and sizes, and how residents and gates fall to them. */
final class DemoEstates {
    private static final String GARDEN = "GARDEN_ESTATE";
    private static final String VILLAGE = "URBAN_VILLAGE";

    private final List<EstateRow> rows = new ArrayList<>();
    private final List<String> gardenNames;
    private final List<String> villageNames;
    private final double[] weights;

    DemoEstates(DemoData data, SplittableRandom random) {
        gardenNames = names(data.words("garden-first"), data.words("garden-second"), random);
        villageNames = names(data.words("village-first"), data.words("village-second"), random);
        int id = data.number("first-estate-id");
        for (DemoData.Community community : data.communities()) {
            for (int i = 0; i < community.gardenEstates(); i++) {
                rows.add(new EstateRow(id++, take(gardenNames), GARDEN, community.name()));
            }
            for (int i = 0; i < community.urbanVillages(); i++) {
                rows.add(new EstateRow(id++, take(villageNames), VILLAGE, community.name()));
            }
        }
        weights = rows.stream()
                .mapToDouble(e -> (e.kind().equals(VILLAGE) ? 1.4 : 1) * random.nextDouble(0.4, 1.6))
                .toArray();
    }

    List<EstateRow> rows() {
        return rows;
    }

    /** How many residents live in each. */
    int[] residents(int total) {
        return shared(total, weights);
    }

    /** How many gates each has: one at least while there are enough, the larger ones more. */
    int[] gates(int total) {
        int each = total >= rows.size() ? 1 : 0;
        int[] gates = shared(total - each * rows.size(), weights);
        for (int i = 0; i < gates.length; i++) {
            gates[i] += each;
        }
        return gates;
    }

    /** Shares whole things by weight so that the sum is right: what is rounded away goes to the largest remainders. */
    private static int[] shared(int total, double[] weights) {
        double sum = Arrays.stream(weights).sum();
        int[] shares = new int[weights.length];
        Integer[] order = new Integer[weights.length];
        int given = 0;
        for (int i = 0; i < weights.length; i++) {
            shares[i] = (int) (total * weights[i] / sum);
            given += shares[i];
            order[i] = i;
        }
        Arrays.sort(order, (a, b) -> Double.compare(rest(total, weights[b], sum), rest(total, weights[a], sum)));
        for (int i = 0; given < total; i++, given++) {
            shares[order[i % order.length]]++;
        }
        return shares;
    }

    private static double rest(int total, double weight, double sum) {
        double exact = total * weight / sum;
        return exact - Math.floor(exact);
    }

    /** All pairs of words, shuffled. */
    private static List<String> names(List<String> first, List<String> second, SplittableRandom random) {
        List<String> names = new ArrayList<>();
        first.forEach(a -> second.forEach(b -> names.add(a + b)));
        for (int i = names.size() - 1; i > 0; i--) {
            names.set(i, names.set(random.nextInt(i + 1), names.get(i)));
        }
        return names;
    }

    private static String take(List<String> names) {
        if (names.isEmpty()) {
            throw new IllegalStateException("the word lists make fewer names than there are estates");
        }
        return names.remove(names.size() - 1);
    }
}
