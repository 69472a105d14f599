/** The gaunt command line. */
@NullMarked
package org.gaunt.cli;

import org.jspecify.annotations.NullMarked;
