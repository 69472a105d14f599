package org.gaunt.kernel.code;

import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_int;

import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import org.jspecify.annotations.Nullable;

/** Prints {@link Value}s as bytecode that leaves them on the operand stack: calls of the Vector API, or instructions for single numbers. */
final class ValuePrinter {
    private static final ClassDesc MATH = ClassDesc.of("java.lang.Math");

    private final CodeBuilder code;
    private final LaneTypes types;
    private final boolean fused;
    private final IntPrinter ints;
    private final BitsPrinter bits;
    private final @Nullable LaneConstants constants;

    /**
     * A printer of values.
     *
     * @param fused whether multiply-add is one operation
     * @param constants of the class, null if it has none
     */
    ValuePrinter(CodeBuilder code, LaneTypes types, boolean fused, IntPrinter ints, @Nullable LaneConstants constants) {
        this.code = code;
        this.types = types;
        this.fused = fused;
        this.ints = ints;
        this.constants = constants;
        this.bits = new BitsPrinter(code, types, this);
    }

    BitsPrinter bits() {
        return bits;
    }

    private boolean isVector() {
        return types.lanes() > 1;
    }

    /** The printer of single numbers in the same code. */
    ValuePrinter single() {
        return isVector() ? new ValuePrinter(code, new LaneTypes(types.precision(), 1), fused, ints, null) : this;
    }

    void print(Value value) {
        switch (value) {
            case Value.Constant c -> constant(c.value());
            case Value.Zero _ -> zero();
            case Value.Variable v -> code.loadLocal(types.valueKind(), v.number());
            case Value.Load l -> load(l);
            case Value.Repeated r -> repeated(r.single());
            case Value.Binary b -> binary(b);
            case Value.MultiplyAdd m -> multiplyAdd(m);
            case Value.Negative n -> negative(n.of());
            case Value.Applied a -> applied(a);
            case Value.OfBits b -> bits.number(b.bits());
            case Value.Exchanged e -> exchanged(e);
            case Value.Chosen c -> chosen(c);
        }
    }

    void species() {
        code.getstatic(types.value(), types.speciesField(), LaneTypes.SPECIES);
    }

    private void scalarConstant(double value) {
        if (types.isSinglePrecision()) {
            code.loadConstant((float) value);
        } else {
            code.loadConstant(value);
        }
    }

    private void constant(double value) {
        if (isVector()) {
            species();
            scalarConstant(value);
            broadcast();
        } else {
            scalarConstant(value);
        }
    }

    private void zero() {
        if (isVector()) {
            species();
            code.invokestatic(types.value(), "zero", MethodTypeDesc.of(types.value(), LaneTypes.SPECIES));
        } else {
            scalarConstant(0);
        }
    }

    private void broadcast() {
        code.invokestatic(
                types.value(), "broadcast", MethodTypeDesc.of(types.value(), LaneTypes.SPECIES, types.scalar()));
    }

    private void load(Value.Load l) {
        if (isVector()) {
            species();
        }
        code.aload(l.array().number());
        ints.print(l.index().plus(l.offset()));
        if (isVector()) {
            code.invokestatic(
                    types.value(),
                    "fromArray",
                    MethodTypeDesc.of(types.value(), LaneTypes.SPECIES, LaneTypes.array(types.precision()), CD_int));
        } else {
            code.arrayLoad(types.scalarKind());
        }
    }

    private void repeated(Value number) {
        if (isVector()) {
            species();
            single().print(number);
            broadcast();
        } else {
            print(number);
        }
    }

    private void binary(Value.Binary b) {
        print(b.a());
        print(b.b());
        String name = switch (b.operation()) {
            case PLUS -> "add";
            case MINUS -> "sub";
            case TIMES -> "mul";
            case OVER -> "div";
            case MIN -> "min";
            case MAX -> "max";
        };
        if (isVector()) {
            code.invokevirtual(types.value(), name, MethodTypeDesc.of(types.value(), LaneTypes.VECTOR));
            return;
        }
        switch (b.operation()) {
            case PLUS -> either(code::fadd, code::dadd);
            case MINUS -> either(code::fsub, code::dsub);
            case TIMES -> either(code::fmul, code::dmul);
            case OVER -> either(code::fdiv, code::ddiv);
            case MIN, MAX ->
                code.invokestatic(MATH, name, MethodTypeDesc.of(types.scalar(), types.scalar(), types.scalar()));
        }
    }

    private void multiplyAdd(Value.MultiplyAdd m) {
        if (!fused) {
            print(m.a().times(m.b()).plus(m.c()));
            return;
        }
        print(m.a());
        print(m.b());
        print(m.c());
        ClassDesc type = types.value();
        if (isVector()) {
            code.invokevirtual(type, "fma", MethodTypeDesc.of(type, LaneTypes.VECTOR, LaneTypes.VECTOR));
        } else {
            code.invokestatic(MATH, "fma", MethodTypeDesc.of(type, type, type, type));
        }
    }

    private void negative(Value of) {
        print(of);
        if (isVector()) {
            code.invokevirtual(types.value(), "neg", MethodTypeDesc.of(types.value()));
        } else {
            either(code::fneg, code::dneg);
        }
    }

    /** A function of {@code Math}, evaluated in double precision on one lane, or the Vector API's operator of that name. */
    private void applied(Value.Applied a) {
        print(a.of());
        String operator = a.function().name();
        if (isVector()) {
            ClassDesc unary = LaneTypes.OPERATORS.nested("Unary");
            code.getstatic(LaneTypes.OPERATORS, operator, unary);
            code.invokevirtual(types.value(), "lanewise", MethodTypeDesc.of(types.value(), unary));
            return;
        }
        String name = switch (a.function()) {
            case SQRT -> "sqrt";
            case SIN -> "sin";
            case COS -> "cos";
        };
        if (types.isSinglePrecision()) {
            code.f2d();
        }
        code.invokestatic(MATH, name, MethodTypeDesc.of(CD_double, CD_double));
        if (types.isSinglePrecision()) {
            code.d2f();
        }
    }

    private void exchanged(Value.Exchanged e) {
        print(e.of());
        constants().exchange(code, e.bit());
        code.invokevirtual(types.value(), "rearrange", MethodTypeDesc.of(types.value(), LaneConstants.SHUFFLE));
    }

    private void chosen(Value.Chosen c) {
        print(c.without());
        print(c.with());
        constants().mask(code, c.bit());
        code.invokevirtual(
                types.value(), "blend", MethodTypeDesc.of(types.value(), LaneTypes.VECTOR, LaneConstants.MASK));
    }

    private LaneConstants constants() {
        if (constants == null) {
            throw new IllegalStateException("the class has no constants of lanes");
        }
        return constants;
    }

    private void either(Runnable single, Runnable twice) {
        (types.isSinglePrecision() ? single : twice).run();
    }
}
