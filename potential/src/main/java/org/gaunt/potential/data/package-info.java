/**
 * Structures as models see them: graphs of neighbours, batches of graphs, data sets with their statistics.
 *
 * <p>Start from {@link org.gaunt.potential.data.DataSet}.
 */
@NullMarked
package org.gaunt.potential.data;

import org.jspecify.annotations.NullMarked;
