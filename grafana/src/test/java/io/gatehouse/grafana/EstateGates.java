package io.gatehouse.grafana;

import io.gatehouse.client.GateClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All gates of one estate as a process of their own, which can be stopped as by a power cut: no goodbye, no FIN. */
public final class EstateGates {
    private EstateGates() {}

    /** Numbers of gates by estate, of those with gates. */
    static Map<String, Integer> estates(Path site) {
        Map<String, Integer> estates = new TreeMap<>();
        for (String[] gate : rows(site.resolve("gates.csv"))) {
            estates.merge(gate[1], 1, Integer::sum);
        }
        return estates;
    }

    /** The estates with the most gates. */
    static List<String> largest(Path site, int count) {
        return estates(site).entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .limit(count)
                .map(Map.Entry::getKey)
                .toList();
    }

    private static List<String[]> rows(Path csv) {
        return Folder.text(csv).lines().skip(1).map(line -> line.split(",")).toList();
    }

    /** Starts the process: it connects its gates, and keeps them so until it is ended. */
    static ProcessBuilder process(String target, Path site, String estate) {
        return new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                EstateGates.class.getName(),
                target,
                site.toString(),
                estate);
    }

    /** Arguments: the server's address, the site folder, an estate. Ends with its standard input. */
    public static void main(String[] args) throws IOException {
        Path site = Path.of(args[1]);
        List<String> ids = new ArrayList<>();
        for (String[] gate : rows(site.resolve("gates.csv"))) {
            if (gate[1].equals(args[2])) {
                ids.add(gate[0]);
            }
        }
        for (String[] token : rows(site.resolve("secrets/gate-tokens.csv"))) {
            if (ids.contains(token[0])) {
                GateClient.builder()
                        .servers(args[0])
                        .gateId(token[0])
                        .token(token[1].getBytes(StandardCharsets.US_ASCII))
                        .build()
                        .start();
            }
        }
        System.in.transferTo(System.err);
        System.exit(0);
    }
}
