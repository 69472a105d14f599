/**
 * The files of a simulation: log, trajectories, averages, and the state from which a run resumes.
 *
 * <p>Start from {@link org.gaunt.sim.md.io.MdRun}, which does a run in a folder.
 */
@NullMarked
package org.gaunt.sim.md.io;

import org.jspecify.annotations.NullMarked;
