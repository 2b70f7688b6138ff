package io.gatehouse.loadtest;

import picocli.CommandLine.TypeConversionException;

/** A rate as typed: {@code 10000/s}, {@code 600/m}, {@code 10000}. */
record Rate(double perSecond) {
    static Rate parse(String text) {
        String number = text;
        double seconds = 1;
        int slash = text.indexOf('/');
        if (slash > 0) {
            number = text.substring(0, slash);
            seconds = switch (text.substring(slash + 1)) {
                case "s" -> 1;
                case "m" -> 60;
                case "h" -> 3600;
                default -> 0;
            };
        }
        try {
            double value = Double.parseDouble(number);
            if (seconds > 0 && value > 0 && value <= 100e6) {
                return new Rate(value / seconds);
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new TypeConversionException("'" + text + "' is no rate; examples: 10000/s, 600/m");
    }
}
