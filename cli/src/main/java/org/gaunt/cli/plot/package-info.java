/**
 * The pictures of a run.
 *
 * <p>Start from {@link org.gaunt.cli.plot.LearningPlot} and {@link org.gaunt.cli.plot.ParityPlot}.
 */
@NullMarked
package org.gaunt.cli.plot;

import org.jspecify.annotations.NullMarked;
