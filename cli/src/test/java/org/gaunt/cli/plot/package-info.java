/** Tests of the pictures. */
@NullMarked
package org.gaunt.cli.plot;

import org.jspecify.annotations.NullMarked;
