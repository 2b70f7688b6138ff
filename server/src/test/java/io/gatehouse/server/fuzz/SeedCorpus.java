package io.gatehouse.server.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Writes the seeds of the fuzz targets: once, and again where a format has changed. */
final class SeedCorpus {
    /** Names of seeds begin so; other inputs of a folder are never touched. */
    static final String PREFIX = "seed-";

    private SeedCorpus() {}

    /**
     * @param args the folder src/test/resources/fuzz
     */
    public static void main(String[] args) throws IOException {
        for (FuzzTarget target : FuzzTarget.values()) {
            Path folder = Files.createDirectories(Path.of(args[0], target.folder()));
            Map<String, byte[]> seeds = target.seeds();
            for (Map.Entry<String, byte[]> seed : seeds.entrySet()) {
                Files.write(folder.resolve(PREFIX + seed.getKey()), seed.getValue());
            }
            System.out.printf("%s: %d seeds%n", folder, seeds.size());
        }
    }
}
