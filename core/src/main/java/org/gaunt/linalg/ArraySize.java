package org.gaunt.linalg;

/** Sizes of arrays: products of row counts and widths that do not wrap around. */
public final class ArraySize {
    /** The longest array that every virtual machine can make. */
    public static final int MOST = Integer.MAX_VALUE - 8;

    private ArraySize() {}

    /** A size that no array can have. */
    public static final class TooLarge extends IllegalArgumentException {
        private static final long serialVersionUID = 1;

        private TooLarge(String message) {
            super(message);
        }
    }

    /**
     * The product of some extents.
     *
     * @param extents not negative
     * @return the product
     * @throws IllegalArgumentException if an extent is negative
     * @throws TooLarge if the product is above {@link #MOST}
     */
    public static int of(int... extents) {
        long product = 1;
        boolean fits = true;
        boolean empty = false;
        for (int extent : extents) {
            if (extent < 0) {
                throw new IllegalArgumentException("an array of " + text(extents) + " numbers: extents start at 0");
            }
            empty |= extent == 0;
            product *= extent;
            fits &= product <= MOST;
            product = Math.min(product, MOST + 1L); // keeps the next product within a long
        }
        if (!fits && !empty) {
            throw new TooLarge(
                    "an array of " + text(extents) + " numbers is longer than the longest possible, " + MOST);
        }
        return empty ? 0 : (int) product;
    }

    private static String text(int... extents) {
        StringBuilder text = new StringBuilder();
        for (int extent : extents) {
            text.append(text.isEmpty() ? "" : " x ").append(extent);
        }
        return text.toString();
    }
}
