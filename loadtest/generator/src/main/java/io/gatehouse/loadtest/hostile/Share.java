package io.gatehouse.loadtest.hostile;

import io.gatehouse.loadtest.site.Gate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Which gates of a run misbehave: drawn by a seed, before anything is planned for them.
 *
 * @param good those that do not, in their order
 * @param hostile those that do
 */
public record Share(List<Gate> good, List<Gate> hostile) {
    public Share {
        good = List.copyOf(good);
        hostile = List.copyOf(hostile);
    }

    /** @param share of all, 0 to 1; of what is above 0 at least one, and one is always left */
    public static Share of(List<Gate> gates, double share, long seed) {
        int hostile = share == 0 ? 0 : Math.max(1, (int) Math.round(gates.size() * share));
        List<Integer> drawn = new ArrayList<>();
        for (int i = 0; i < gates.size(); i++) {
            drawn.add(i);
        }
        Collections.shuffle(drawn, new Random(seed));
        boolean[] isHostile = new boolean[gates.size()];
        drawn.subList(0, Math.max(0, Math.min(hostile, gates.size() - 1))).forEach(i -> isHostile[i] = true);
        List<Gate> good = new ArrayList<>();
        List<Gate> bad = new ArrayList<>();
        for (int i = 0; i < gates.size(); i++) {
            (isHostile[i] ? bad : good).add(gates.get(i));
        }
        return new Share(good, bad);
    }
}
