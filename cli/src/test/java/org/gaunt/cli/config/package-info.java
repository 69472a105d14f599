/** Tests of configuration files. */
@NullMarked
package org.gaunt.cli.config;

import org.jspecify.annotations.NullMarked;
