package org.gaunt.kernel.form;

import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import org.gaunt.kernel.Precision;

/**
 * The instructions that differ between float and double and between vectors and plain numbers, so that the emitters are written
 * once.
 *
 * @param precision the element type
 * @param lanes numbers in a vector; 1 for plain numbers
 */
record PieceTypes(Precision precision, int lanes) {
    private static final ClassDesc SPECIES = ClassDesc.of("jdk.incubator.vector.VectorSpecies");
    private static final ClassDesc VECTOR = ClassDesc.of("jdk.incubator.vector.Vector");
    private static final ClassDesc OPERATORS = ClassDesc.of("jdk.incubator.vector.VectorOperators");
    private static final ClassDesc UNARY = ClassDesc.of("jdk.incubator.vector.VectorOperators$Unary");
    private static final ClassDesc MATH = ClassDesc.of("java.lang.Math");

    PieceTypes withLanes(int other) {
        return new PieceTypes(precision, other);
    }

    private boolean single() {
        return precision == Precision.FLOAT32;
    }

    ClassDesc element() {
        return single() ? CD_float : CD_double;
    }

    ClassDesc array() {
        return element().arrayType();
    }

    private ClassDesc vector() {
        return ClassDesc.of("jdk.incubator.vector." + (single() ? "FloatVector" : "DoubleVector"));
    }

    TypeKind elementKind() {
        return single() ? TypeKind.FLOAT : TypeKind.DOUBLE;
    }

    /** The kind of a local that holds a value of the work over channels. */
    TypeKind laneKind() {
        return lanes == 1 ? elementKind() : TypeKind.REFERENCE;
    }

    void loadElement(CodeBuilder b) {
        b.arrayLoad(elementKind());
    }

    void storeElement(CodeBuilder b) {
        b.arrayStore(elementKind());
    }

    void constantScalar(CodeBuilder b, double value) {
        if (single()) {
            b.loadConstant((float) value);
        } else {
            b.loadConstant(value);
        }
    }

    void zeroScalar(CodeBuilder b) {
        constantScalar(b, 0);
    }

    void addScalars(CodeBuilder b) {
        if (single()) {
            b.fadd();
        } else {
            b.dadd();
        }
    }

    private void mulScalars(CodeBuilder b) {
        if (single()) {
            b.fmul();
        } else {
            b.dmul();
        }
    }

    private void species(CodeBuilder b) {
        int bits = lanes * (single() ? 32 : 64);
        b.getstatic(vector(), "SPECIES_" + bits, SPECIES);
    }

    /** [scalar] to [lanes]. */
    void broadcast(CodeBuilder b) {
        if (lanes > 1) {
            int kind = single() ? 1 : 2;
            species(b);
            if (kind == 1) {
                b.swap();
            } else {
                b.dup_x2().pop();
            }
            b.invokestatic(vector(), "broadcast", MethodTypeDesc.of(vector(), SPECIES, element()));
        }
    }

    /** [array, index] to [lanes]; the species is slipped below. */
    void loadLanes(CodeBuilder b) {
        if (lanes == 1) {
            loadElement(b);
            return;
        }
        species(b);
        b.dup_x2().pop();
        b.invokestatic(vector(), "fromArray", MethodTypeDesc.of(vector(), SPECIES, array(), CD_int));
    }

    /** Stores to an array; the code given pushes the lanes, the other code array and index. */
    void storeLanes(CodeBuilder b, Runnable lanesPushed, Runnable addressPushed) {
        if (lanes == 1) {
            addressPushed.run();
            lanesPushed.run();
            storeElement(b);
        } else {
            lanesPushed.run();
            addressPushed.run();
            b.invokevirtual(vector(), "intoArray", MethodTypeDesc.of(CD_void, array(), CD_int));
        }
    }

    /** [a, b] to [a + b]. */
    void add(CodeBuilder b) {
        if (lanes == 1) {
            addScalars(b);
        } else {
            b.invokevirtual(vector(), "add", MethodTypeDesc.of(vector(), VECTOR));
        }
    }

    /** [a, b] to [a b]. */
    void mul(CodeBuilder b) {
        if (lanes == 1) {
            mulScalars(b);
        } else {
            b.invokevirtual(vector(), "mul", MethodTypeDesc.of(vector(), VECTOR));
        }
    }

    /** [a, b, c] to [a b + c], rounded once. */
    void fma(CodeBuilder b) {
        if (lanes == 1) {
            b.invokestatic(MATH, "fma", MethodTypeDesc.of(element(), element(), element(), element()));
        } else {
            b.invokevirtual(vector(), "fma", MethodTypeDesc.of(vector(), VECTOR, VECTOR));
        }
    }

    /** [x] to [f(x)]. */
    void unary(CodeBuilder b, Op op) {
        switch (op) {
            case SQRT -> {
                if (lanes == 1) {
                    viaDouble(b, "sqrt");
                } else {
                    b.invokevirtual(vector(), "sqrt", MethodTypeDesc.of(vector()));
                }
            }
            case RECIPROCAL -> reciprocal(b);
            case SIN, COS, EXP -> {
                if (lanes == 1) {
                    viaDouble(b, op.name().toLowerCase(java.util.Locale.ROOT));
                } else {
                    lanewise(b, op.name());
                }
            }
            case SIGMOID -> {
                constantScalar(b, -1);
                broadcast(b);
                mul(b);
                unary(b, Op.EXP);
                constantScalar(b, 1);
                broadcast(b);
                add(b);
                reciprocal(b);
            }
            case CONST, INPUT, ADD, MUL -> throw new IllegalStateException(op + " is not a function of one argument");
        }
    }

    private void reciprocal(CodeBuilder b) {
        constantScalar(b, 1);
        broadcast(b);
        if (lanes > 1) {
            b.swap().invokevirtual(vector(), "div", MethodTypeDesc.of(vector(), VECTOR));
        } else if (single()) {
            b.swap().fdiv();
        } else {
            b.dup2_x2().pop2().ddiv();
        }
    }

    private void lanewise(CodeBuilder b, String operator) {
        b.getstatic(OPERATORS, operator, UNARY);
        b.invokevirtual(vector(), "lanewise", MethodTypeDesc.of(vector(), UNARY));
    }

    private void viaDouble(CodeBuilder b, String function) {
        if (single()) {
            b.f2d();
        }
        b.invokestatic(MATH, function, MethodTypeDesc.of(CD_double, CD_double));
        if (single()) {
            b.d2f();
        }
    }
}
