package org.gaunt.atoms;

import java.util.Locale;

/** Numbers as simulation programs write them. */
final class Numbers {

    private Numbers() {}

    /**
     * A real number: decimal, with an exponent after {@code e}, {@code E}, {@code d} or {@code D} (Fortran), or
     * {@code nan}, {@code inf}, {@code infinity} in any case. Java's own suffixes and hexadecimal numbers are refused.
     *
     * @throws NumberFormatException if it is not one
     */
    static double parseReal(String text) {
        boolean fortran = false;
        for (int k = 0; k < text.length(); k++) {
            char c = text.charAt(k);
            if (c == 'd' || c == 'D') {
                fortran = true;
            } else if (!(c >= '0' && c <= '9') && c != '.' && c != '-' && c != '+' && c != 'e' && c != 'E') {
                return parseSpecial(text);
            }
        }
        return Double.parseDouble(fortran ? text.replace('d', 'e').replace('D', 'E') : text);
    }

    private static double parseSpecial(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "nan", "+nan", "-nan" -> Double.NaN;
            case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
            case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
            default -> throw new NumberFormatException("'" + text + "' is not a number");
        };
    }

    /** A whole number within bounds that are not negative, or -1 if the text is not one. */
    static int parseWhole(String text, int least, int most) {
        String digits = text.strip();
        if (digits.isEmpty() || digits.length() > 10) {
            return -1;
        }
        long value = 0;
        for (int k = 0; k < digits.length(); k++) {
            int digit = digits.charAt(k) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = 10 * value + digit;
        }
        return value >= least && value <= most ? (int) value : -1;
    }

    /**
     * Several real numbers, separated by blanks or commas.
     *
     * @throws NumberFormatException if one of them is not one
     */
    static double[] parseReals(String text) {
        String[] parts = words(text);
        double[] values = new double[parts.length];
        for (int k = 0; k < parts.length; k++) {
            values[k] = parseReal(parts[k]);
        }
        return values;
    }

    /** The words of a text that are separated by blanks or commas. */
    static String[] words(String text) {
        String trimmed = text.replace(',', ' ').strip();
        return trimmed.isEmpty() ? new String[0] : trimmed.split("\\s+", -1);
    }

    /** The shortest text that reads back as the same number. */
    static String format(double value) {
        if (Double.isNaN(value)) {
            return "nan";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        return Double.toString(value);
    }
}
