/** Tests of the assertions: they must accept what is right and refuse what is wrong. */
@NullMarked
package org.gaunt.testkit;

import org.jspecify.annotations.NullMarked;
