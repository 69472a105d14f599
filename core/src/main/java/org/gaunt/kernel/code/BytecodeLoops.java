package org.gaunt.kernel.code;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.List;
import org.gaunt.linalg.Precision;
import org.jspecify.annotations.Nullable;

/**
 * Prints loops as bytecode, of the Vector API or of plain numbers if there is one lane.
 *
 * <p>The code holds vectors only in local variables and on the operand stack, never in fields or arrays: that would box them.
 */
public final class BytecodeLoops implements LoopBuilder {
    private static final ClassDesc ARRAYS = ClassDesc.of("java.util.Arrays");

    private final CodeBuilder code;
    private final Target target;
    private final LaneTypes types;
    private final IntPrinter ints;
    private final ValuePrinter values;

    /**
     * A printer of full vectors.
     *
     * @param code receives the instructions
     * @param precision of all numbers
     */
    public BytecodeLoops(CodeBuilder code, Precision precision, Target target) {
        this(code, precision, target, target.lanes(precision));
    }

    /**
     * A printer of vectors of some lanes, or of single numbers.
     *
     * @param code receives the instructions
     * @param precision of all numbers
     * @param lanes 1, or as many as a vector of 128, 256 or 512 bits holds
     */
    public BytecodeLoops(CodeBuilder code, Precision precision, Target target, int lanes) {
        this(code, new LaneTypes(precision, lanes), target, null);
    }

    /** A printer of full vectors in a class with constants. */
    public BytecodeLoops(CodeBuilder code, LaneConstants constants, Target target) {
        this(code, constants.types(), target, constants);
    }

    private BytecodeLoops(CodeBuilder code, LaneTypes types, Target target, @Nullable LaneConstants constants) {
        int lanes = types.lanes();
        int width = lanes * types.precision().bytes() * 8;
        if (lanes != 1 && (width > target.provider().bits() || width < 128 || Integer.bitCount(width) != 1)) {
            throw new IllegalArgumentException(lanes + " lanes of " + types.precision() + " for target " + target);
        }
        this.code = code;
        this.target = target;
        this.types = types;
        this.ints = new IntPrinter(code);
        this.values = new ValuePrinter(code, types, target.provider().fused(), ints, constants);
    }

    @Override
    public Target target() {
        return target;
    }

    @Override
    public Precision precision() {
        return types.precision();
    }

    @Override
    public int lanes() {
        return types.lanes();
    }

    @Override
    public BytecodeLoops single() {
        return types.lanes() == 1 ? this : new BytecodeLoops(code, types.precision(), target, 1);
    }

    // Parameters.

    @Override
    public Int.Variable integer(int parameter) {
        return new Int.Variable(code.parameterSlot(parameter));
    }

    @Override
    public Table.Variable table(int parameter) {
        return new Table.Variable(code.parameterSlot(parameter));
    }

    @Override
    public Numbers numbers(int parameter) {
        return new Numbers(code.parameterSlot(parameter));
    }

    @Override
    public Numbers untyped(int parameter) {
        code.aload(code.parameterSlot(parameter));
        return cast();
    }

    @Override
    public Value number(int parameter) {
        return new Bits.Variable(code.parameterSlot(parameter)).numbers();
    }

    @Override
    public Structure structure(int parameter, Class<? extends Record> type) {
        return new Structure(code.parameterSlot(parameter), type);
    }

    private Numbers cast() {
        Numbers array = new Numbers(code.allocateLocal(TypeKind.REFERENCE));
        code.checkcast(LaneTypes.array(types.precision())).astore(array.number());
        return array;
    }

    // Variables.

    @Override
    public Int.Variable let(Int value) {
        Int.Variable variable = new Int.Variable(code.allocateLocal(TypeKind.INT));
        set(variable, value);
        return variable;
    }

    @Override
    public Table.Variable let(Table table) {
        Table.Variable variable = new Table.Variable(code.allocateLocal(TypeKind.REFERENCE));
        ints.print(table);
        code.astore(variable.number());
        return variable;
    }

    @Override
    public Numbers numbers(Structure of, String name) {
        ints.field(of, name, MethodTypeDesc.of(CD_Object));
        return cast();
    }

    @Override
    public Value.Variable let(Value value) {
        Value.Variable variable = variable();
        set(variable, value);
        return variable;
    }

    @Override
    public Value.Variable variable() {
        return new Value.Variable(code.allocateLocal(types.valueKind()));
    }

    @Override
    public Bits.Variable let(Bits bits) {
        Bits.Variable variable = new Bits.Variable(code.allocateLocal(types.bitsKind()));
        values.bits().print(bits);
        code.storeLocal(types.bitsKind(), variable.number());
        return variable;
    }

    @Override
    public void set(Int.Variable variable, Int value) {
        ints.print(value);
        code.istore(variable.number());
    }

    @Override
    public void set(Value.Variable variable, Value value) {
        values.print(value);
        code.storeLocal(types.valueKind(), variable.number());
    }

    @Override
    public void advance(Int.Variable variable, int step) {
        code.iinc(variable.number(), step);
    }

    // Memory.

    @Override
    public void store(Numbers array, Int index, int offset, Value value) {
        if (types.lanes() == 1) {
            code.aload(array.number());
            ints.print(index.plus(offset));
            values.print(value);
            code.arrayStore(types.scalarKind());
            return;
        }
        values.print(value);
        code.aload(array.number());
        ints.print(index.plus(offset));
        ClassDesc arrayType = LaneTypes.array(types.precision());
        code.invokevirtual(types.value(), "intoArray", MethodTypeDesc.of(CD_void, arrayType, CD_int));
    }

    @Override
    public void clear(Numbers array, Int from, Int to) {
        code.aload(array.number());
        ints.print(from);
        ints.print(to);
        values.single().print(new Value.Zero());
        ClassDesc arrayType = LaneTypes.array(types.precision());
        code.invokestatic(ARRAYS, "fill", MethodTypeDesc.of(CD_void, arrayType, CD_int, CD_int, types.scalar()));
    }

    // Sums over lanes.

    /** The order of {@code reduceLanes} differs between interpreter and compiler, and with it the last bit. */
    @Override
    public Value.Variable sumOfLanes(Value value) {
        BytecodeLoops one = single();
        if (types.lanes() == 1) {
            return one.let(value);
        }
        Value.Variable vector = let(value);
        lane(vector, 0);
        for (int lane = 1; lane < types.lanes(); lane++) {
            lane(vector, lane);
            if (types.isSinglePrecision()) {
                code.fadd();
            } else {
                code.dadd();
            }
        }
        Value.Variable sum = one.variable();
        code.storeLocal(types.scalarKind(), sum.number());
        return sum;
    }

    private void lane(Value.Variable vector, int number) {
        values.print(vector);
        code.loadConstant(number);
        code.invokevirtual(types.value(), "lane", MethodTypeDesc.of(types.scalar(), CD_int));
    }

    @Override
    public Value.Variable sumOfElements(Numbers array, Int index, int offset, int count) {
        code.aload(array.number());
        ints.print(index.plus(offset));
        code.loadConstant(count);
        ClassDesc arrayType = LaneTypes.array(types.precision());
        code.invokestatic(
                ElementSum.class.describeConstable().orElseThrow(),
                "of",
                MethodTypeDesc.of(types.scalar(), arrayType, CD_int, CD_int));
        Value.Variable sum = single().variable();
        code.storeLocal(types.scalarKind(), sum.number());
        return sum;
    }

    // Control.

    @Override
    public void loop(Int.Variable counter, Int end, int step, Runnable body) {
        Label head = code.newLabel();
        Label done = code.newLabel();
        code.labelBinding(head).iload(counter.number());
        ints.print(end);
        code.if_icmpge(done);
        body.run();
        code.iinc(counter.number(), step).goto_(head).labelBinding(done);
    }

    @Override
    public void wholeSteps(Int.Variable counter, Int end, int step, Runnable body) {
        Label head = code.newLabel();
        Label done = code.newLabel();
        code.labelBinding(head);
        ints.print(counter.plus(step - 1));
        ints.print(end);
        code.if_icmpge(done);
        body.run();
        code.iinc(counter.number(), step).goto_(head).labelBinding(done);
    }

    @Override
    public void loopDown(Int.Variable counter, Runnable body) {
        Label head = code.newLabel();
        Label done = code.newLabel();
        code.labelBinding(head).iload(counter.number()).iflt(done);
        body.run();
        code.iinc(counter.number(), -1).goto_(head).labelBinding(done);
    }

    @Override
    public void choose(Int flag, Runnable yes, Runnable no) {
        Label otherwise = code.newLabel();
        Label done = code.newLabel();
        ints.print(flag);
        code.ifeq(otherwise);
        yes.run();
        code.goto_(done).labelBinding(otherwise);
        no.run();
        code.labelBinding(done);
    }

    @Override
    public void call(Routine routine, List<? extends Argument> arguments) {
        for (Argument argument : arguments) {
            switch (argument) {
                case Int i -> ints.print(i);
                case Table t -> ints.print(t);
                case Numbers n -> code.aload(n.number());
            }
        }
        code.invokestatic(routine.owner(), routine.name(), routine.type());
    }

    @Override
    public void end() {
        code.return_();
    }

    @Override
    public void end(Int result) {
        ints.print(result);
        code.ireturn();
    }
}
