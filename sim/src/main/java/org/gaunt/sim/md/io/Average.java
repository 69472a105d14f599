package org.gaunt.sim.md.io;

import java.util.Map;
import org.gaunt.sim.md.MdObserver;

/** Something that is averaged along a run and written as a table. */
interface Average extends MdObserver {
    /** Name of the table's file without its ending. */
    String name();

    /** The sums so far, by name; the arrays themselves, to be written to a file or read into. */
    Map<String, double[]> arrays();

    /** The table as CSV. */
    String csv();
}
