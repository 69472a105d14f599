/** Tests of the representations of O(3) against e3nn's numbers. */
@NullMarked
package org.gaunt.o3;

import org.jspecify.annotations.NullMarked;
