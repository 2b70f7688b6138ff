package io.gatehouse.loadtest.face;

/** The last values as a row of blocks, the highest of them as high as it goes. */
final class Sparkline {
    private static final String BLOCKS = " ▁▂▃▄▅▆▇█";

    private final double[] values;
    private int count;

    /** @param width how many values are kept */
    Sparkline(int width) {
        values = new double[width];
    }

    void add(double value) {
        if (count == values.length) {
            System.arraycopy(values, 1, values, 0, --count);
        }
        values[count++] = Double.isFinite(value) ? Math.max(0, value) : 0;
    }

    double highest() {
        double highest = 0;
        for (int i = 0; i < count; i++) {
            highest = Math.max(highest, values[i]);
        }
        return highest;
    }

    /** The last ones that fit. */
    String draw(int width) {
        double highest = highest();
        StringBuilder row = new StringBuilder();
        for (int i = Math.max(0, count - width); i < count; i++) {
            int height = highest == 0 ? 0 : (int) Math.ceil(values[i] / highest * (BLOCKS.length() - 1));
            row.append(BLOCKS.charAt(height));
        }
        return row.toString();
    }
}
