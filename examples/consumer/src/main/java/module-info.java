/** A program on the module path. */
module org.example.evaluate {
    requires org.gaunt.potential;
}
