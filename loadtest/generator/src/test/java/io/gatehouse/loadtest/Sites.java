package io.gatehouse.loadtest;

import com.google.protobuf.ByteString;
import io.gatehouse.loadtest.site.Gate;
import io.gatehouse.loadtest.site.PassKind;
import io.gatehouse.loadtest.site.Passes;
import io.gatehouse.loadtest.site.Site;
import io.gatehouse.loadtest.site.Standing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/** Small sites for tests. */
public final class Sites {
    private Sites() {}

    /** Two gates and a hundred people of all sorts in each estate, some couriers for all. */
    public static Site of(int gates, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Gate> all = new ArrayList<>();
        Passes passes = new Passes();
        for (int i = 0; i < gates; i++) {
            all.add(new Gate("g-" + i, 1 + i / 2, ByteString.copyFromUtf8("token-" + i)));
        }
        for (int i = 0; i < gates * 50; i++) {
            Standing standing = i % 50 == 1 ? Standing.QUARANTINED : i % 50 == 2 ? Standing.HELD : Standing.GOOD;
            PassKind kind = i % 50 == 3 ? PassKind.VISITOR : PassKind.RESIDENT;
            passes.add(random.nextLong(), random.nextLong(), 1 + i / 100, kind, standing);
        }
        for (int i = 0; i < 10; i++) {
            passes.add(random.nextLong(), random.nextLong(), 0, PassKind.COURIER, Standing.GOOD);
        }
        return new Site(all, passes);
    }

    /** The same as a folder. */
    public static void write(Site site, Path folder) throws IOException {
        StringBuilder gates = new StringBuilder("gate_id,estate_id\n");
        StringBuilder tokens = new StringBuilder("gate_id,token\n");
        for (Gate gate : site.gates()) {
            gates.append(gate.id()).append(',').append(gate.estate()).append('\n');
            tokens.append(gate.id())
                    .append(',')
                    .append(gate.token().toStringUtf8())
                    .append('\n');
        }
        StringBuilder passes = new StringBuilder("pass_id,estate_id,kind,quarantined,status\n");
        for (int i = 0; i < site.passes().size(); i++) {
            UUID id = new UUID(site.passes().high(i), site.passes().low(i));
            passes.append("%s,%d,%s,%b,%s%n"
                    .formatted(
                            id,
                            site.passes().estate(i),
                            site.passes().kind(i),
                            site.passes().standing(i) == Standing.QUARANTINED,
                            site.passes().standing(i) == Standing.HELD ? "SUSPENDED" : "ACTIVE"));
        }
        Files.createDirectories(folder.resolve("secrets"));
        Files.writeString(folder.resolve("gates.csv"), gates);
        Files.writeString(folder.resolve("secrets/gate-tokens.csv"), tokens);
        Files.writeString(folder.resolve("passes.csv"), passes);
    }
}
