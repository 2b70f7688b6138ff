package io.gatehouse.loadtest.selftest;

/**
 * One figure beside the truth.
 *
 * @param name of the echo
 * @param figure which one
 * @param truthMillis as the echo knows it
 * @param reportedMillis as the generator says
 * @param mostOff how far off it may be, as a share of the truth; NaN: it is to stay below the truth
 */
public record Row(String name, String figure, double truthMillis, double reportedMillis, double mostOff) {
    /** The difference as a share of the truth. */
    public double off() {
        return (reportedMillis - truthMillis) / truthMillis;
    }

    public boolean ok() {
        return allows(off());
    }

    /** Whether it may be off by so much, as a share of the truth. */
    boolean allows(double off) {
        return Double.isNaN(mostOff) ? off < 0 : Math.abs(off) <= mostOff;
    }
}
