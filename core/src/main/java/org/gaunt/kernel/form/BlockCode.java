package org.gaunt.kernel.form;

/** The generated part of a {@link BlockProgram}. */
interface BlockCode {
    /** As {@link RowProgram#run}, for a few rows; where results on the right are summed, all have the same right row. */
    void run(Object[] arrays, int[][] index, int from, int to, Object scratch);
}
