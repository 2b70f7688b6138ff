package io.gatehouse.server.roster.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;

/** Reads a site folder: all of it or nothing. Blocks; any thread. */
public final class SiteFolder {
    private SiteFolder() {}

    /** The folder with its passes. */
    public record Whole(Site site, FirstLoad passes) {}

    /**
     * Estates, gates and policy, as at every start and reload.
     *
     * @param check knows the keys of a policy
     * @throws BadSiteException with everything that is wrong
     * @throws IOException where a file can't be read
     */
    public static Site read(Path folder, PolicyCheck check) throws BadSiteException, IOException {
        Problems problems = new Problems();
        Site site = site(folder, check, problems);
        problems.throwIfAny();
        return site;
    }

    /**
     * The same with {@code passes*.csv}, as at the first start. These are checked here and read again when they are loaded.
     *
     * @param zone the site's, for dates and times without an offset
     */
    public static Whole readWhole(Path folder, PolicyCheck check, ZoneId zone) throws BadSiteException, IOException {
        Problems problems = new Problems();
        Site site = site(folder, check, problems);
        FirstLoad passes = PassesCsv.check(folder, known(site), zone, problems);
        problems.throwIfAny();
        return new Whole(site, passes);
    }

    private static Site site(Path folder, PolicyCheck check, Problems problems) throws BadSiteException, IOException {
        if (!Files.isDirectory(folder)) {
            problems.add(folder.toString(), 0, "", "is not a folder");
            problems.throwIfAny();
        }
        var estates = EstatesCsv.read(folder, problems);
        IntPredicate known = estates::containsKey;
        var gates = GatesCsv.read(folder, known, problems);
        TreeMap<Integer, Map<String, String>> policies = PolicyConf.read(folder, known, check, problems);
        return new Site(new ArrayList<>(estates.values()), new ArrayList<>(gates.values()), policies);
    }

    private static IntPredicate known(Site site) {
        var ids = new HashSet<Integer>();
        site.estates().forEach(e -> ids.add(e.estateId()));
        return ids::contains;
    }
}
