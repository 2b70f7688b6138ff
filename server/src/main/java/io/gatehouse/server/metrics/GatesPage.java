package io.gatehouse.server.metrics;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/** When each gate was last heard: a series for each, so there is no such page unless somebody asks for it. */
public final class GatesPage implements ScrapePage {
    private final Consumer<Consumer<Gate>> register;
    private final int most;

    /**
     * A gate of the register.
     *
     * @param lastSeenUs when it was last heard, since 1970; 0 where it was not since the start
     */
    public record Gate(String id, int estateId, long lastSeenUs) {}

    /**
     * @param register shows all gates of the register, on any thread
     * @param most gates on the page, the first ones by id
     */
    public GatesPage(Consumer<Consumer<Gate>> register, int most) {
        this.register = register;
        this.most = most;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        List<Gate> all = new ArrayList<>();
        register.accept(all::add);
        all.sort(Comparator.comparing(Gate::id));
        List<Gate> shown = all.subList(0, Math.min(most, all.size()));
        PageText page = new PageText();
        page.family(PlaceCatalogue.GATES_LEFT_OUT).sample(all.size() - shown.size());
        page.family(PlaceCatalogue.GATE_LAST_SEEN);
        for (Gate gate : shown) {
            page.micros(gate.lastSeenUs, Integer.toString(gate.estateId), gate.id);
        }
        page.writeTo(out);
    }
}
