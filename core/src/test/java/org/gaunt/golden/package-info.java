/**
 * Reference values of e3nn and MACE for tests: start from {@link org.gaunt.golden.Golden}.
 */
@NullMarked
package org.gaunt.golden;

import org.jspecify.annotations.NullMarked;
