package org.gaunt.atoms;

import java.util.ArrayList;
import java.util.List;

/**
 * Numbers in a value of the second line, as the specification of extended XYZ and ASE write them: {@code 1 2 3},
 * {@code 1, 2, 3}, {@code [1, 2, 3]}, {@code {1 2 3}}, {@code [[1, 2], [3, 4]]}, {@code _JSON [[1, 2], [3, 4]]}.
 *
 * @param values in the order of the text
 * @param rows number of rows where the array has two dimensions, 0 otherwise
 */
record NumberArray(double[] values, int rows) {

    private static final String JSON = "_JSON ";

    /**
     * Reads numbers.
     *
     * @param text a value, whose outermost quotes (and brackets, if they hold no others) have been taken away or not
     * @throws NumberFormatException if it is something else, or has rows of different lengths
     */
    static NumberArray parse(String text) {
        String array = (text.startsWith(JSON) ? text.substring(JSON.length()) : text).strip();
        String inner = inside(array);
        if (inner.indexOf('[') < 0 && inner.indexOf('{') < 0) {
            return new NumberArray(Numbers.parseReals(inner), 0);
        }
        List<double[]> rows = new ArrayList<>();
        for (int at = 0; at < inner.length(); ) {
            char c = inner.charAt(at);
            if (c == '[' || c == '{') {
                int end = inner.indexOf(c == '[' ? ']' : '}', at);
                if (end < 0) {
                    throw new NumberFormatException("a bracket is never closed");
                }
                rows.add(Numbers.parseReals(inner.substring(at + 1, end)));
                at = end + 1;
            } else if (c == ',' || Character.isWhitespace(c)) {
                at++;
            } else {
                throw new NumberFormatException("numbers beside rows");
            }
        }
        return join(rows);
    }

    private static String inside(String array) {
        boolean square = array.startsWith("[") && array.endsWith("]");
        boolean curly = array.startsWith("{") && array.endsWith("}");
        return array.length() > 1 && (square || curly) ? array.substring(1, array.length() - 1) : array;
    }

    private static NumberArray join(List<double[]> rows) {
        int width = rows.getFirst().length;
        double[] values = new double[rows.size() * width];
        for (int k = 0; k < rows.size(); k++) {
            if (rows.get(k).length != width) {
                throw new NumberFormatException("rows of different lengths");
            }
            System.arraycopy(rows.get(k), 0, values, k * width, width);
        }
        return new NumberArray(values, rows.size());
    }

    /** Whether it has nine numbers, one after the other or as three rows of three. */
    boolean isMatrix() {
        return values.length == 9 && (rows == 0 || rows == 3);
    }
}
