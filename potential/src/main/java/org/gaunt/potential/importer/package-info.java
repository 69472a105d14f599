/**
 * Models that other programs trained, read without them.
 *
 * <p>Start from {@link org.gaunt.potential.importer.MaceImport}, which makes a model of kind {@code mace} of a {@code .model} file of the
 * PyTorch program MACE. {@link org.gaunt.potential.importer.ImportedModels} keeps what was converted.
 */
@NullMarked
package org.gaunt.potential.importer;

import org.jspecify.annotations.NullMarked;
