package org.gaunt.kernel.code;

import java.util.List;
import org.gaunt.linalg.Precision;

/**
 * The body of a generated routine: counted loops, loads, stores, broadcasts, multiply-adds, reads of tables. Kernels are written with it
 * once, for vectors and single numbers, for both precisions and for every kind of machine code.
 *
 * <p>Expressions ({@link Int}, {@link Value}, {@link Bits}) are data; statements are printed in the order of the calls. Numbers "of the
 * builder" are as many as it has lanes: a vector, or a single number if there is one lane.
 *
 * <p>What HotSpot asks of the code, and what a kernel must keep to: short routines ({@link Target.Code}), vectors in local variables
 * only, and no branch in which a vector is set.
 */
public interface LoopBuilder {
    /** What code is generated for. */
    Target target();

    /** Of all numbers. */
    Precision precision();

    /** Numbers of a value. */
    int lanes();

    /** A builder of the same code whose values are single numbers; this one if they are. */
    LoopBuilder single();

    // Parameters, by their place.

    /** An {@code int}. */
    Int.Variable integer(int parameter);

    /** An {@code int[]}. */
    Table.Variable table(int parameter);

    /** An array of numbers, declared as such. */
    Numbers numbers(int parameter);

    /** An array of numbers that is declared as an object. */
    Numbers untyped(int parameter);

    /** A number that is passed by its bits, so that it occupies no register of vectors; single. */
    Value number(int parameter);

    /** Numbers and tables by name. */
    Structure structure(int parameter, Class<? extends Record> type);

    // Variables.

    /** A new variable with a value. */
    Int.Variable let(Int value);

    /** A new variable with a table. */
    Table.Variable let(Table table);

    /** A new variable with a structure's array of numbers, which is declared as an object. */
    Numbers numbers(Structure of, String name);

    /** A new variable with a value. */
    Value.Variable let(Value value);

    /** A new variable without a value yet. */
    Value.Variable variable();

    /** A new variable with bits. */
    Bits.Variable let(Bits bits);

    /** Overwrites a variable. */
    void set(Int.Variable variable, Int value);

    /** Overwrites a variable. */
    void set(Value.Variable variable, Value value);

    /** Adds a constant to a variable. */
    void advance(Int.Variable variable, int step);

    /** Adds a product to a sum. */
    default void multiplyAdd(Value.Variable sum, Value a, Value b) {
        set(sum, a.timesPlus(b, sum));
    }

    // Memory.

    /** Writes the builder's numbers to neighbouring elements. */
    void store(Numbers array, Int index, int offset, Value value);

    /** Writes the builder's numbers to neighbouring elements. */
    default void store(Numbers array, Int index, Value value) {
        store(array, index, 0, value);
    }

    /** Sets elements {@code from} to {@code to} to zero. */
    void clear(Numbers array, Int from, Int to);

    // Sums over lanes.

    /** A new single variable with the sum of the lanes, added one after the other. */
    Value.Variable sumOfLanes(Value value);

    /** A new single variable with the sum of some neighbouring elements, added one after the other. */
    Value.Variable sumOfElements(Numbers array, Int index, int offset, int count);

    // Control.

    /** {@code while (counter < end) { body; counter += step }}, from what the counter is. */
    void loop(Int.Variable counter, Int end, int step, Runnable body);

    /** {@code while (counter + step <= end) { body; counter += step }}: as many whole steps as there are. */
    void wholeSteps(Int.Variable counter, Int end, int step, Runnable body);

    /** {@code while (counter >= 0) { body; counter-- }}. */
    void loopDown(Int.Variable counter, Runnable body);

    /** A loop over {@code from <= counter < end}. */
    default void loop(Int from, Int end, int step, Counted body) {
        Int.Variable counter = let(from);
        loop(counter, end, step, () -> body.at(counter));
    }

    /** The body of a loop. */
    @FunctionalInterface
    interface Counted {
        /** Says what is done for one value of the counter. */
        void at(Int.Variable counter);
    }

    /** {@code if (flag != 0) yes else no}; neither may set a vector that is read afterwards. */
    void choose(Int flag, Runnable yes, Runnable no);

    /** Calls a routine. */
    void call(Routine routine, List<? extends Argument> arguments);

    /** Ends the routine. */
    void end();

    /** Ends the routine with a result. */
    void end(Int result);
}
