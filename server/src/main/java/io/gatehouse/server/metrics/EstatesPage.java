package io.gatehouse.server.metrics;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Where gates work and where not: a page of its own, so that {@code /metrics} stays short however many estates there are.
 * All of it is put together when the page is read.
 */
public final class EstatesPage implements ScrapePage {
    /** Estates with series of their own: those with the most gates. The rest is one, {@link #OTHER}. */
    public static final int MOST = 200;

    static final String OTHER = "other";
    private static final Comparator<Estate> LARGEST_FIRST =
            Comparator.comparingLong((Estate estate) -> -estate.gates).thenComparingInt(estate -> estate.id);

    private final Consumer<GateVisitor> register;
    private final List<LoopMeters> loops;

    /** Takes each gate of the register. */
    @FunctionalInterface
    public interface GateVisitor {
        /**
         * @param seen whether it was ever connected
         */
        void gate(int estateId, boolean seen);
    }

    private static final class Estate {
        final int id;
        final long[] scans = new long[LoopMeters.VERDICTS];
        long gates;
        long known;
        long online;

        Estate(int id) {
            this.id = id;
        }

        boolean dark() {
            return known > 0 && online <= 0;
        }

        void add(Estate more) {
            known += more.known;
            online += more.online;
            for (int i = 0; i < scans.length; i++) {
                scans[i] += more.scans[i];
            }
        }
    }

    /**
     * @param register shows all gates of the register, on any thread
     */
    public EstatesPage(Consumer<GateVisitor> register, List<LoopMeters> loops) {
        this.register = register;
        this.loops = List.copyOf(loops);
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        List<Estate> all = estates();
        PageText page = new PageText();
        page.family(PlaceCatalogue.ESTATES_DARK)
                .sample(all.stream().filter(Estate::dark).count());
        List<Estate> shown = shortened(all);
        page.family(PlaceCatalogue.ESTATE_GATES_KNOWN);
        shown.forEach(estate -> page.sample(estate.known, label(estate)));
        page.family(PlaceCatalogue.ESTATE_GATES_ONLINE);
        shown.forEach(estate -> page.sample(Math.max(0, estate.online), label(estate)));
        page.family(PlaceCatalogue.ESTATE_SCANS);
        for (Estate estate : shown) {
            for (int verdict = 1; verdict < LoopMeters.VERDICTS; verdict++) {
                page.sample(estate.scans[verdict], label(estate), Labels.VERDICTS.get(verdict));
            }
        }
        page.writeTo(out);
    }

    /** All estates that have gates or had scans, the largest first. */
    private List<Estate> estates() {
        Map<Integer, Estate> byId = new HashMap<>();
        register.accept((estateId, seen) -> {
            Estate estate = byId.computeIfAbsent(estateId, Estate::new);
            estate.gates++;
            estate.known += seen ? 1 : 0;
        });
        for (LoopMeters loop : loops) {
            for (EstateTally tally : loop.estates()) {
                Estate estate = byId.computeIfAbsent(tally.estateId(), Estate::new);
                estate.online += tally.online();
                for (int verdict = 0; verdict < LoopMeters.VERDICTS; verdict++) {
                    estate.scans[verdict] += tally.scans(verdict);
                }
            }
        }
        List<Estate> all = new ArrayList<>(byId.values());
        all.sort(LARGEST_FIRST);
        return all;
    }

    private static List<Estate> shortened(List<Estate> all) {
        if (all.size() <= MOST) {
            return all;
        }
        List<Estate> shown = new ArrayList<>(all.subList(0, MOST));
        Estate other = new Estate(Integer.MIN_VALUE);
        all.subList(MOST, all.size()).forEach(other::add);
        shown.add(other);
        return shown;
    }

    private static String label(Estate estate) {
        return estate.id == Integer.MIN_VALUE ? OTHER : Integer.toString(estate.id);
    }
}
