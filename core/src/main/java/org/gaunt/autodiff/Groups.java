package org.gaunt.autodiff;

/** A partition of rows: every group has weights of its own, as the elements in an element-dependent linear map. */
public final class Groups {
    private final int count;
    private final int[] order;
    private final int[] start;

    private Groups(int count, int[] order, int[] start) {
        this.count = count;
        this.order = order;
        this.start = start;
    }

    /** All rows in one group. */
    public static Groups single(int rows) {
        int[] order = new int[rows];
        java.util.Arrays.setAll(order, i -> i);
        return new Groups(1, order, new int[] {0, rows});
    }

    /** Every row in a group of its own. */
    public static Groups each(int rows) {
        int[] order = new int[rows];
        int[] start = new int[rows + 1];
        for (int row = 0; row < rows; row++) {
            order[row] = row;
            start[row + 1] = row + 1;
        }
        return new Groups(rows, order, start);
    }

    /**
     * Groups by number.
     *
     * @param groupOf the group of each row
     * @param count the number of groups, empty ones included
     */
    public static Groups of(int[] groupOf, int count) {
        int[] start = new int[count + 1];
        for (int g : groupOf) {
            start[g + 1]++;
        }
        for (int g = 0; g < count; g++) {
            start[g + 1] += start[g];
        }
        int[] at = start.clone();
        int[] order = new int[groupOf.length];
        for (int row = 0; row < groupOf.length; row++) {
            order[at[groupOf[row]]++] = row;
        }
        return new Groups(count, order, start);
    }

    public int count() {
        return count;
    }

    public int rows() {
        return order.length;
    }

    /** The rows, those of a group one after the other. */
    int[] order() {
        return order;
    }

    /** For each group its first place in {@link #order}, and the end. */
    int[] starts() {
        return start;
    }
}
