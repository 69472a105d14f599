/** Tests of the products that are faster than their tables, against the tables. */
@NullMarked
package org.gaunt.kernel.trilinear;

import org.jspecify.annotations.NullMarked;
