package io.gatehouse.loadtest;

import com.google.protobuf.ByteString;
import io.gatehouse.loadtest.site.Gate;
import io.gatehouse.loadtest.site.PassKind;
import io.gatehouse.loadtest.site.Passes;
import io.gatehouse.loadtest.site.Site;
import io.gatehouse.loadtest.site.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

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
}
