package org.gaunt.kernel.code;

/**
 * A parameter that holds numbers and tables by name.
 *
 * @param number of the parameter, given by the printer
 * @param type a record
 */
public record Structure(int number, Class<? extends Record> type) {
    /** One of its {@code int}s. */
    public Int number(String name) {
        return new Int.Field(this, name);
    }

    /** One of its {@code int[]}s. */
    public Table table(String name) {
        return new Table.Field(this, name);
    }
}
