package org.gaunt.kernel;

import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import org.gaunt.linalg.Precision;

/**
 * Emits arithmetic on lanes: calls of the Vector API, or plain scalar instructions when there is one lane, so that the
 * caller writes one kernel for both and for both precisions.
 *
 * <p>"Vector" below means a value of {@link #lanes()} numbers: an object of the Vector API, or a {@code float} or
 * {@code double} if there is one lane. Operations take their operands from the JVM's operand stack and leave the result
 * there; comments such as {@code a b -> c} show it, the top at the right. An element is addressed by the local slots of
 * an array and of an {@code int} index, and a constant added to the index.
 *
 * <p>The emitted code holds vectors only in locals and on the stack, never in fields or arrays: that would box them.
 */
public final class LaneAssembler {
    static final String VECTOR_PACKAGE = "jdk.incubator.vector";
    static final ClassDesc VECTOR = ClassDesc.of(VECTOR_PACKAGE, "Vector");
    private static final ClassDesc SPECIES = ClassDesc.of(VECTOR_PACKAGE, "VectorSpecies");
    static final ClassDesc OPERATORS = ClassDesc.of(VECTOR_PACKAGE, "VectorOperators");

    static final ClassDesc MATH = ClassDesc.of("java.lang.Math");

    private final CodeBuilder code;
    private final Precision precision;
    private final Target target;
    private final int lanes;

    private final TypeKind scalarKind;
    private final ClassDesc scalar;
    private final ClassDesc vector;

    /**
     * An assembler with the target's full vectors.
     *
     * @param code receives the instructions
     * @param precision of all numbers
     * @param target width of the vectors
     */
    public LaneAssembler(CodeBuilder code, Precision precision, Target target) {
        this(code, precision, target, target.lanes(precision));
    }

    /**
     * An assembler with fewer lanes than the target has, for the rest of a row.
     *
     * @param code receives the instructions
     * @param precision of all numbers
     * @param target says how multiply-add is emitted, and the largest number of lanes
     * @param lanes 1, or as many as a vector of 128, 256 or 512 bits holds
     */
    public LaneAssembler(CodeBuilder code, Precision precision, Target target, int lanes) {
        int width = lanes * precision.bytes() * 8;
        if (lanes != 1 && (width > target.provider().bits() || width < 128 || Integer.bitCount(width) != 1)) {
            throw new IllegalArgumentException(lanes + " lanes of " + precision + " for target " + target);
        }
        this.code = code;
        this.precision = precision;
        this.target = target;
        this.lanes = lanes;
        boolean single = precision == Precision.FLOAT32;
        scalarKind = single ? TypeKind.FLOAT : TypeKind.DOUBLE;
        scalar = single ? CD_float : CD_double;
        vector = lanes == 1 ? scalar : ClassDesc.of(VECTOR_PACKAGE, single ? "FloatVector" : "DoubleVector");
    }

    /**
     * An assembler that emits to the same code with another number of lanes.
     *
     * @param otherLanes see the constructor
     * @return the assembler
     */
    public LaneAssembler withLanes(int otherLanes) {
        return new LaneAssembler(code, precision, target, otherLanes);
    }

    /**
     * Where instructions go; for loops, calls and integer arithmetic.
     *
     * @return the builder given to the constructor
     */
    public CodeBuilder code() {
        return code;
    }

    /**
     * The arithmetic.
     *
     * @return precision of all numbers
     */
    public Precision precision() {
        return precision;
    }

    /**
     * Numbers per vector.
     *
     * @return 1 for scalar code
     */
    public int lanes() {
        return lanes;
    }

    /**
     * Type of one number.
     *
     * @return {@code float} or {@code double}
     */
    public ClassDesc scalarType() {
        return scalar;
    }

    /**
     * Type of the arrays.
     *
     * @return {@code float[]} or {@code double[]}
     */
    public ClassDesc arrayType() {
        return scalar.arrayType();
    }

    /**
     * Type of a vector.
     *
     * @return the Vector API's class, or {@link #scalarType()} if there is one lane
     */
    public ClassDesc vectorType() {
        return vector;
    }

    // Locals.

    /**
     * Reserves a local for a vector.
     *
     * @return its slot
     */
    public int newVector() {
        return code.allocateLocal(vectorKind());
    }

    /**
     * Reserves a local for one number.
     *
     * @return its slot
     */
    public int newScalar() {
        return code.allocateLocal(scalarKind);
    }

    /**
     * Pushes a vector: {@code -> v}.
     *
     * @param slot a local with a vector
     */
    public void get(int slot) {
        code.loadLocal(vectorKind(), slot);
    }

    /**
     * Pops a vector into a local: {@code v ->}.
     *
     * @param slot a local for a vector
     */
    public void put(int slot) {
        code.storeLocal(vectorKind(), slot);
    }

    /**
     * Pushes a number: {@code -> s}.
     *
     * @param slot a local with a number
     */
    public void getScalar(int slot) {
        code.loadLocal(scalarKind, slot);
    }

    /**
     * Pops a number into a local: {@code s ->}.
     *
     * @param slot a local for a number
     */
    public void putScalar(int slot) {
        code.storeLocal(scalarKind, slot);
    }

    // Memory.

    /**
     * Pushes consecutive elements of an array: {@code -> v}.
     *
     * @param array slot of the array
     * @param index slot of the {@code int} index
     * @param offset constant added to the index
     */
    public void load(int array, int index, int offset) {
        if (lanes == 1) {
            loadScalar(array, index, offset);
            return;
        }
        species();
        code.aload(array);
        index(index, offset);
        code.invokestatic(vector, "fromArray", MethodTypeDesc.of(vector, SPECIES, arrayType(), CD_int));
    }

    /**
     * Pops a vector into consecutive elements of an array: {@code v ->}.
     *
     * @param array slot of the array
     * @param index slot of the {@code int} index
     * @param offset constant added to the index
     */
    public void store(int array, int index, int offset) {
        if (lanes == 1) {
            storeScalar(array, index, offset);
            return;
        }
        code.aload(array);
        index(index, offset);
        code.invokevirtual(vector, "intoArray", MethodTypeDesc.of(CD_void, arrayType(), CD_int));
    }

    /**
     * Pushes an element of an array: {@code -> s}.
     *
     * @param array slot of the array
     * @param index slot of the {@code int} index
     * @param offset constant added to the index
     */
    public void loadScalar(int array, int index, int offset) {
        code.aload(array);
        index(index, offset);
        code.arrayLoad(scalarKind);
    }

    /**
     * Pops a number into an element of an array: {@code s ->}.
     *
     * @param array slot of the array
     * @param index slot of the {@code int} index
     * @param offset constant added to the index
     */
    public void storeScalar(int array, int index, int offset) {
        int value = newScalar();
        putScalar(value);
        code.aload(array);
        index(index, offset);
        getScalar(value);
        code.arrayStore(scalarKind);
    }

    // Constants and broadcasts.

    /**
     * Pushes a constant number: {@code -> s}.
     *
     * @param value rounded to the precision
     */
    public void constantScalar(double value) {
        if (precision == Precision.FLOAT32) {
            code.loadConstant((float) value);
        } else {
            code.loadConstant(value);
        }
    }

    /**
     * Pushes a vector of equal constants: {@code -> v}.
     *
     * @param value rounded to the precision
     */
    public void constant(double value) {
        if (lanes == 1) {
            constantScalar(value);
        } else {
            species();
            constantScalar(value);
            code.invokestatic(vector, "broadcast", MethodTypeDesc.of(vector, SPECIES, scalar));
        }
    }

    /** Pushes zeros: {@code -> v}. */
    public void zero() {
        if (lanes == 1) {
            constantScalar(0);
        } else {
            species();
            code.invokestatic(vector, "zero", MethodTypeDesc.of(vector, SPECIES));
        }
    }

    /** Repeats a number in all lanes: {@code s -> v}. */
    public void broadcast() {
        if (lanes > 1) {
            int value = newScalar();
            putScalar(value);
            broadcastLocal(value);
        }
    }

    /**
     * Pushes a vector that repeats the number in a local: {@code -> v}.
     *
     * @param slot a local with a number
     */
    public void broadcastLocal(int slot) {
        if (lanes == 1) {
            getScalar(slot);
        } else {
            species();
            getScalar(slot);
            code.invokestatic(vector, "broadcast", MethodTypeDesc.of(vector, SPECIES, scalar));
        }
    }

    /**
     * Pushes a vector that repeats one element of an array: {@code -> v}.
     *
     * @param array slot of the array
     * @param index slot of the {@code int} index
     * @param offset constant added to the index
     */
    public void broadcastElement(int array, int index, int offset) {
        if (lanes == 1) {
            loadScalar(array, index, offset);
        } else {
            species();
            loadScalar(array, index, offset);
            code.invokestatic(vector, "broadcast", MethodTypeDesc.of(vector, SPECIES, scalar));
        }
    }

    // Arithmetic.

    /** {@code a b -> a + b}. */
    public void add() {
        if (lanes == 1) {
            either(code::fadd, code::dadd);
        } else {
            binary("add");
        }
    }

    /** {@code a b -> a - b}. */
    public void sub() {
        if (lanes == 1) {
            either(code::fsub, code::dsub);
        } else {
            binary("sub");
        }
    }

    /** {@code a b -> a * b}. */
    public void mul() {
        if (lanes == 1) {
            either(code::fmul, code::dmul);
        } else {
            binary("mul");
        }
    }

    /** {@code a b -> a / b}. */
    public void div() {
        if (lanes == 1) {
            either(code::fdiv, code::ddiv);
        } else {
            binary("div");
        }
    }

    /** {@code a b -> min(a, b)}, a NaN if one of them is. */
    public void min() {
        extremum("min");
    }

    /** {@code a b -> max(a, b)}, a NaN if one of them is. */
    public void max() {
        extremum("max");
    }

    /** {@code a b c -> a * b + c}, fused where the target says so. */
    public void fma() {
        if (target.provider().fused()) {
            if (lanes == 1) {
                code.invokestatic(MATH, "fma", MethodTypeDesc.of(scalar, scalar, scalar, scalar));
            } else {
                code.invokevirtual(vector, "fma", MethodTypeDesc.of(vector, VECTOR, VECTOR));
            }
            return;
        }
        int c = newVector();
        put(c);
        mul();
        get(c);
        add();
    }

    /** {@code a -> -a}. */
    public void neg() {
        if (lanes == 1) {
            either(code::fneg, code::dneg);
        } else {
            code.invokevirtual(vector, "neg", MethodTypeDesc.of(vector));
        }
    }

    /** {@code v -> s}: one lane. */
    public void extract(int number) {
        if (lanes > 1) {
            code.loadConstant(number);
            code.invokevirtual(vector, "lane", MethodTypeDesc.of(scalar, CD_int));
        }
    }

    /**
     * {@code v -> s}: the sum over the lanes, one after the other. The order of {@code reduceLanes} differs between interpreter and
     * compiler, and with it the last bit.
     */
    public void reduceAdd() {
        if (lanes > 1) {
            int v = newVector();
            put(v);
            get(v);
            extract(0);
            for (int lane = 1; lane < lanes; lane++) {
                get(v);
                extract(lane);
                either(code::fadd, code::dadd);
            }
        }
    }

    private TypeKind vectorKind() {
        return lanes == 1 ? scalarKind : TypeKind.REFERENCE;
    }

    /** Pushes the species of the vectors. */
    void species() {
        code.getstatic(vector, "SPECIES_" + lanes * precision.bytes() * 8, SPECIES);
    }

    private void index(int slot, int offset) {
        code.iload(slot);
        if (offset != 0) {
            code.loadConstant(offset).iadd();
        }
    }

    private void binary(String name) {
        code.invokevirtual(vector, name, MethodTypeDesc.of(vector, VECTOR));
    }

    private void extremum(String name) {
        if (lanes == 1) {
            code.invokestatic(MATH, name, MethodTypeDesc.of(scalar, scalar, scalar));
        } else {
            binary(name);
        }
    }

    @SuppressWarnings("CheckReturnValue")
    private void either(Runnable single, Runnable twice) {
        (precision == Precision.FLOAT32 ? single : twice).run();
    }
}
