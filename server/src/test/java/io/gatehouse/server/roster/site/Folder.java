package io.gatehouse.server.roster.site;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/** A site folder in the making. It begins good: estates 101 and 171 with one gate each. */
final class Folder {
    static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    static final String DIGEST = "0123456789abcdef".repeat(4);
    static final String PASSES_HEADING = String.join(",", PassesCsv.COLUMNS);

    final Path path;

    Folder(Path path) {
        this.path = path;
        file("estates.csv", "estate_id,name,kind,community", "101,锦绣花园,GARDEN_ESTATE,尚景", "171,新塘围村,URBAN_VILLAGE,龙西");
        file(
                "gates.csv",
                "gate_id,estate_id,name,token_sha256",
                "0101-01,101,东门," + DIGEST,
                "0171-01,171,村口," + DIGEST);
        file("policy.conf", "defaults { }");
    }

    Folder file(String name, String... lines) {
        return bytes(name, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    Folder bytes(String name, byte[] bytes) {
        try {
            Files.write(path.resolve(name), bytes);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Site read() throws BadSiteException, IOException {
        return SiteFolder.read(path, Folder::check);
    }

    SiteFolder.Whole readWhole() throws BadSiteException, IOException {
        return SiteFolder.readWhole(path, Folder::check, ZONE);
    }

    /** What is wrong with it, as text. */
    List<String> problems() {
        try {
            readWhole();
            return List.of();
        } catch (BadSiteException e) {
            return e.problems().stream().map(Problem::toString).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stands in for the engine's own check: a few keys, and one relation between two. */
    static void check(Map<String, String> policy) {
        policy.forEach((key, value) -> {
            switch (key) {
                case "outings", "outing-days", "fever-decicelsius" -> {
                    if (!value.matches("[0-9]+")) {
                        throw new IllegalArgumentException(key + ": " + value + " is not a number");
                    }
                }
                case "curfew.RESIDENT", "curfew.COURIER", "already-inside", "both-lists-required" -> {}
                default -> throw new IllegalArgumentException(key + ": unknown key");
            }
        });
        if (policy.containsKey("outings") && policy.containsKey("fever-decicelsius")) {
            throw new IllegalArgumentException("outings and fever-decicelsius do not go together");
        }
    }
}
