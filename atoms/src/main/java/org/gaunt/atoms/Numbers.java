package org.gaunt.atoms;

import java.util.Locale;

/** Numbers as simulation programs write them. */
final class Numbers {

    private static final double[] POWERS_OF_TEN = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
    };

    private Numbers() {}

    /**
     * A real number: decimal, with an exponent after {@code e}, {@code E}, {@code d} or {@code D} (Fortran), or
     * {@code nan}, {@code inf}, {@code infinity} in any case. Java's own suffixes and hexadecimal numbers are refused.
     *
     * @throws NumberFormatException if it is not one
     */
    static double parseReal(String text) {
        double fast = parseShortDecimal(text);
        return Double.isNaN(fast) ? parseAnyReal(text) : fast;
    }

    /**
     * A plain decimal number of at most 15 digits, or NaN if the text is something else. Such digits are exact in a double,
     * and so is the power of ten, hence their quotient is rounded once and correctly (Clinger 1990): the same result as
     * {@link Double#parseDouble}, several times faster.
     */
    private static double parseShortDecimal(String text) {
        int length = text.length();
        int at = length > 0 && (text.charAt(0) == '-' || text.charAt(0) == '+') ? 1 : 0;
        long digits = 0;
        int count = 0;
        int point = -1;
        for (int k = at; k < length; k++) {
            char c = text.charAt(k);
            if (c >= '0' && c <= '9') {
                digits = 10 * digits + (c - '0');
                count++;
            } else if (c == '.' && point < 0) {
                point = k;
            } else {
                return Double.NaN;
            }
        }
        if (count == 0 || count > 15) {
            return Double.NaN;
        }
        double value = point < 0 ? digits : digits / POWERS_OF_TEN[length - 1 - point];
        return text.charAt(0) == '-' ? -value : value;
    }

    private static double parseAnyReal(String text) {
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
