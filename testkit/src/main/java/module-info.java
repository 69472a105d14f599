/** Assertions for equivariant functions and potentials of one's own. Start from {@link org.gaunt.testkit.PotentialAssertions}. */
module org.gaunt.testkit {
    requires transitive org.gaunt.potential;
    requires static transitive org.jspecify;

    exports org.gaunt.testkit;
}
