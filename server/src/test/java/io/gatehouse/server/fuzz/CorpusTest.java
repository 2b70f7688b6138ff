package io.gatehouse.server.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.gatehouse.testing.Counts;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Runs what fuzzing was seeded with and what it found, without the fuzzer: nothing comes back. And, because it costs
 * little, some inputs made of these by chance.
 */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
final class CorpusTest {
    private static final long SEED = 20200223;

    static List<Path> inputs(FuzzTarget target) throws IOException, URISyntaxException {
        var folder = CorpusTest.class.getResource("/fuzz/" + target.folder());
        try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
            return files.sorted().toList();
        }
    }

    private static void run(FuzzTarget target, String what, byte[] input) {
        try {
            target.run(input);
        } catch (Exception | AssertionError | StackOverflowError e) {
            fail(target + ", " + what, e);
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyCommittedInput(FuzzTarget target) throws Exception {
        List<Path> inputs = inputs(target);
        assertFalse(inputs.isEmpty());
        for (Path input : inputs) {
            run(target, input.getFileName().toString(), Files.readAllBytes(input));
        }
        Counts.report(target.folder() + ": committed inputs run", inputs.size(), inputs.size());
    }

    @ParameterizedTest
    @EnumSource
    void theCommittedSeedsAreThoseThatAreMade(FuzzTarget target) throws Exception {
        Map<String, byte[]> seeds = target.seeds();
        assertTrue(seeds.size() >= 5, () -> seeds.size() + " seeds");
        for (Map.Entry<String, byte[]> seed : seeds.entrySet()) {
            String name = "/fuzz/" + target.folder() + "/" + SeedCorpus.PREFIX + seed.getKey();
            try (var in = CorpusTest.class.getResourceAsStream(name)) {
                assertTrue(in != null, name + " is missing: ./gatehouse fuzz --seeds writes it");
                assertArrayEquals(seed.getValue(), in.readAllBytes(), name);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatChanceMakesOfThem(FuzzTarget target) throws Exception {
        List<Path> inputs = inputs(target);
        SplittableRandom random = new SplittableRandom(SEED);
        int count = Counts.of(500, 4_000, 40_000);
        for (int i = 0; i < count; i++) {
            byte[] one = Files.readAllBytes(inputs.get(random.nextInt(inputs.size())));
            byte[] other = Files.readAllBytes(inputs.get(random.nextInt(inputs.size())));
            run(target, "draw " + i + " of seed " + SEED, mixed(one, other, random));
        }
        Counts.report(target.folder() + ": inputs made of these run", count, 40_000);
    }

    private static byte[] mixed(byte[] one, byte[] other, SplittableRandom random) {
        byte[] mixed = one.clone();
        if (mixed.length == 0) {
            return mixed;
        }
        for (int n = random.nextInt(6); n > 0; n--) {
            int at = random.nextInt(mixed.length);
            switch (random.nextInt(3)) {
                case 0 -> mixed[at] = (byte) random.nextInt(256);
                case 1 -> mixed[at] ^= (byte) (1 << random.nextInt(8));
                default -> {
                    int length = Math.min(random.nextInt(32), Math.min(mixed.length - at, other.length));
                    System.arraycopy(other, random.nextInt(other.length - length + 1), mixed, at, length);
                }
            }
        }
        return mixed;
    }
}
