/** Tests of the command line, run in this process. */
@NullMarked
package org.gaunt.cli;

import org.jspecify.annotations.NullMarked;
