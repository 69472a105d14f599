/** JMH benchmarks. */
@NullMarked
package org.gaunt.bench;

import org.jspecify.annotations.NullMarked;
