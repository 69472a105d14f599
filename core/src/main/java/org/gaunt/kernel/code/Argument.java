package org.gaunt.kernel.code;

/** What a routine can be called with. */
public sealed interface Argument permits Int, Numbers, Table {}
