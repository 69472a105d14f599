/** Assertions that an equivariant function or a potential keeps its contract. */
@NullMarked
package org.gaunt.testkit;

import org.jspecify.annotations.NullMarked;
