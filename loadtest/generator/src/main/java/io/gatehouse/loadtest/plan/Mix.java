package io.gatehouse.loadtest.plan;

/**
 * Who comes, as shares of all scans from 0 to 1; whoever is in none of them has a pass that nothing stands against. A
 * share of passes that the site has none of is made up by these.
 *
 * @param exits of all but the unknown: would rather leave than come, as far as somebody is there to leave
 * @param unknown with a pass that no roster has
 * @param held withdrawn, expired, not yet valid, not declared
 * @param quarantined under home observation, on their way out
 * @param wrongEstate at a gate of an estate that the pass is not for
 * @param temperatures what the thermometers say
 * @param races the same pass at two gates at one moment
 */
public record Mix(
        double exits,
        double unknown,
        double held,
        double quarantined,
        double wrongEstate,
        Temperatures temperatures,
        double races) {
    /** Nobody but people whom nothing stands against. */
    public static final Mix PLAIN = new Mix(0.5, 0, 0, 0, 0, Temperatures.NORMAL, 0);

    /** An ordinary day, with some of everything. */
    public static final Mix EVERYDAY =
            new Mix(0.5, 0.012, 0.012, 0.004, 0.01, new Temperatures(0.006, 0.003, 0.05), 0.001);

    /**
     * Shares of scans by what the thermometer said.
     *
     * @param high from 37.3 to 42.0
     * @param implausible below 35.0
     * @param missing not measured at all
     */
    public record Temperatures(double high, double implausible, double missing) {
        /** Nobody is hot. */
        public static final Temperatures NORMAL = new Temperatures(0, 0, 0);

        public Temperatures {
            share("high", high);
            share("implausible", implausible);
            share("missing", missing);
            share("temperatures together", high + implausible + missing);
        }
    }

    public Mix {
        share("exits", exits);
        share("unknown", unknown);
        share("held", held);
        share("quarantined", quarantined);
        share("wrong-estate", wrongEstate);
        share("races", races);
        share("people together", unknown + held + quarantined + wrongEstate + races);
    }

    private static void share(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException("mix: " + name + " is a share from 0 to 1, not " + value);
        }
    }
}
