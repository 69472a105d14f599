/**
 * Configuration files: YAML to typed records and back.
 *
 * <p>Start from {@link org.gaunt.cli.config.ConfigReader}, which turns a file and the {@code --set} options into a record,
 * and {@link org.gaunt.cli.config.ConfigWriter}, which prints a record as a commented file. Both read the keys, defaults,
 * units and limits from the records themselves ({@link org.gaunt.cli.config.Schema}).
 */
@NullMarked
package org.gaunt.cli.config;

import org.jspecify.annotations.NullMarked;
