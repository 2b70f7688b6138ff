package io.gatehouse.loadtest.plan;

/** What a server knows of passes and households before the run. */
public interface History {
    /** Possible places, as bits. */
    int NOWHERE = 1;

    int INSIDE = 2;
    int OUTSIDE = 4;

    /** When something was that never was, microseconds since 1970. */
    long NEVER = 0;

    /** Of a server that has just been set up. */
    History NONE = new Certain();

    /** Of a server of which nobody knows. */
    History UNKNOWN = new Uncertain();

    /** The places at which the server may take a pass to be. */
    int places(long high, long low);

    /** When its last high temperature was, microseconds since 1970; {@link #NEVER}. */
    long lastHighUs(long high, long low);

    /** Whether there may be a high temperature that {@link #lastHighUs} does not say. */
    boolean mayHaveBeenHigh();

    /** Outings of a household from a day to another, both days since 1970; negative: not known. */
    int outings(int estate, int household, long firstDay, long lastDay);

    /** Nothing has been. */
    final class Certain implements History {
        private Certain() {}

        @Override
        public int places(long high, long low) {
            return NOWHERE;
        }

        @Override
        public long lastHighUs(long high, long low) {
            return NEVER;
        }

        @Override
        public boolean mayHaveBeenHigh() {
            return false;
        }

        @Override
        public int outings(int estate, int household, long firstDay, long lastDay) {
            return 0;
        }
    }

    /** Anything may have been. */
    final class Uncertain implements History {
        private Uncertain() {}

        @Override
        public int places(long high, long low) {
            return NOWHERE | INSIDE | OUTSIDE;
        }

        @Override
        public long lastHighUs(long high, long low) {
            return NEVER;
        }

        @Override
        public boolean mayHaveBeenHigh() {
            return true;
        }

        @Override
        public int outings(int estate, int household, long firstDay, long lastDay) {
            return -1;
        }
    }
}
