package io.gatehouse.server.roster.site;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class IdPlacesTest {
    @Test
    void agreesWithAHashMap() {
        SplittableRandom random = new SplittableRandom(3);
        try (IdPlaces places = new IdPlaces(0)) {
            Map<UUID, Long> model = new HashMap<>();
            for (long i = 0; i < 50_000; i++) {
                long hi = random.nextInt(200);
                long lo = random.nextInt(200);
                Long before = model.putIfAbsent(new UUID(hi, lo), i);
                assertEquals(
                        before == null ? IdPlaces.NEW : before, places.putIfAbsent(hi, lo, i), "seed 3, step " + i);
            }
        }
    }
}
