package org.gaunt.learn;

/**
 * Says what was being done when the memory ran out. The result is still an {@link OutOfMemoryError}: how much memory there is
 * belongs to the machine, and is no fault of the input.
 */
public final class MemoryErrors {
    private MemoryErrors() {}

    /**
     * The same error with the work it ended.
     *
     * @param error as the virtual machine threw it
     * @param work what did not fit, with what would make it smaller
     * @return an error whose message begins with the virtual machine's own, which says what kind of memory it was
     */
    public static OutOfMemoryError during(OutOfMemoryError error, String work) {
        OutOfMemoryError result = new OutOfMemoryError(error.getMessage() + ": " + work);
        result.initCause(error);
        return result;
    }
}
