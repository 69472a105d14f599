package org.gaunt.kernel;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Emits the loops of {@link PolynomialKernel}, one source for vectors and plain numbers, float and double.
 *
 * <p>For a node n with variable x_n, S_n is its coefficient plus Σ over children c of x_c S_c, so that S of a root is the value;
 * P_n is the product of the variables from the root down to n, times the root's dual g. Then ∂Φ/∂t_n = P_n and the gradient by a
 * variable is Σ P_parent S_n over the nodes that carry it. The tangent (dS, dP) follows by the product rule.
 */
final class PolynomialEmitter {
    /** What is computed. */
    enum Kind {
        /** outG += S of the roots. */
        VALUE(false, false),
        /** outA += ∂Φ/∂a. */
        GRADIENT(false, false),
        /** outA += ∂Φ/∂a, outT += ∂Φ/∂t. */
        GRADIENT_WITH_COEFFICIENTS(false, true),
        /** The derivatives along da of the value (outG) and of both gradients (outA, outT). */
        TANGENT(true, true);

        final boolean tangent;
        final boolean coefficients;

        Kind(boolean tangent, boolean coefficients) {
            this.tangent = tangent;
            this.coefficients = coefficients;
        }
    }

    /** Places of the parameters of {@link PolynomialProgram#run}. */
    static final int A = 1;

    static final int T = 3;
    static final int G = 5;
    static final int DA = 7;
    static final int OUT_A = 9;
    static final int OUT_T = 11;
    static final int OUT_G = 13;
    private static final int PARENT = 15;
    private static final int VARIABLE = 16;
    private static final int LEAF_START = 17;
    private static final int LEAF_VARIABLE = 18;
    static final int SCRATCH = 19;
    /** Vectors per loop pass. More would save index arithmetic, but the methods must stay small for the first compiler, too. */
    private static final int UNROLL = 2;

    /** The operands in order: their arrays are the first parameters of the generated steps, their row indices the next. */
    static final int[] OPERANDS = {A, T, G, DA, OUT_A, OUT_T, OUT_G};

    private final Precision precision;
    private final Provider provider;
    private final Shape shape;

    /** What is computed for how many channels, and the numbers of nodes and roots of the tree. */
    record Shape(Kind kind, int channels, int nodes, int roots) {}

    PolynomialEmitter(Precision precision, Provider provider, Shape shape) {
        this.precision = precision;
        this.provider = provider;
        this.shape = shape;
    }

    /** Numbers of scratch space: S, P and their tangents for every node and the channels of one pass. */
    static int scratchLength(int nodes, Precision precision, Provider provider) {
        return 4 * nodes * UNROLL * provider.lanes(precision);
    }

    PolynomialProgram emit() {
        ClassDesc ints = CD_int.arrayType();
        ClassDesc[] parameters = new ClassDesc[19];
        for (int k = 0; k < 14; k += 2) {
            parameters[k] = CD_Object;
            parameters[k + 1] = CD_int;
        }
        for (int k = 14; k < 18; k++) {
            parameters[k] = ints;
        }
        parameters[18] = CD_Object;
        byte[] bytes = GeneratedClass.assemble(NAME, PolynomialProgram.class, c -> {
            int lanes = provider.lanes(precision);
            int from = 0;
            List<Block> blocks = new ArrayList<>();
            for (int unroll = UNROLL; unroll >= 1; unroll /= 2) {
                int to = from + (shape.channels() - from) / (unroll * lanes) * (unroll * lanes);
                if (to > from) {
                    blocks.add(new Block("u" + unroll, from, to, lanes, unroll));
                    from = to;
                }
            }
            if (from < shape.channels()) {
                blocks.add(new Block("tail", from, shape.channels(), 1, 1));
            }
            for (Block block : blocks) {
                for (Step step : steps()) {
                    c.withMethodBody(
                            block.name() + step,
                            stepType(),
                            ClassFile.ACC_STATIC,
                            code -> new PolynomialPass(
                                            shape,
                                            new LaneAssembler(code, precision, provider, block.lanes()),
                                            block.unroll())
                                    .emit(step));
                }
            }
            c.withMethodBody(
                    "run",
                    GeneratedClass.type(CD_void, parameters),
                    ClassFile.ACC_PUBLIC,
                    code -> emitRun(code, blocks));
        });
        return GeneratedClass.instantiate(bytes, PolynomialProgram.class);
    }

    private static final String NAME = "GeneratedPolynomial";

    /** Channels that are handled by the same methods. */
    private record Block(String name, int from, int to, int lanes, int unroll) {}

    /** The loops, one method each: small methods are compiled soon, and vectors set in two branches would be boxed. */
    enum Step {
        SUFFIX_OF_NODES,
        SUFFIX_OF_ROOTS,
        PREFIX_OF_ROOTS,
        PREFIX_OF_NODES
    }

    private List<Step> steps() {
        List<Step> all = List.of(Step.values());
        return shape.kind() == Kind.VALUE ? all.subList(0, 2) : all;
    }

    /** Arrays and indices of the operands, scratch, tables. */
    private MethodTypeDesc stepType() {
        ClassDesc array = precision == Precision.FLOAT32 ? CD_float.arrayType() : CD_double.arrayType();
        List<ClassDesc> parameters = new ArrayList<>(Collections.nCopies(OPERANDS.length, array));
        parameters.addAll(Collections.nCopies(OPERANDS.length, CD_int));
        parameters.add(array);
        parameters.addAll(Collections.nCopies(4, CD_int.arrayType()));
        return MethodTypeDesc.of(CD_void, parameters);
    }

    private void emitRun(CodeBuilder code, List<Block> blocks) {
        ClassDesc array = precision == Precision.FLOAT32 ? CD_float.arrayType() : CD_double.arrayType();
        int channel = code.allocateLocal(TypeKind.INT);
        for (Block block : blocks) {
            Label top = code.newLabel();
            Label end = code.newLabel();
            code.loadConstant(block.from()).istore(channel);
            code.labelBinding(top).iload(channel).loadConstant(block.to()).if_icmpge(end);
            for (Step step : steps()) {
                for (int k : OPERANDS) {
                    code.aload(k).checkcast(array);
                }
                for (int k : OPERANDS) {
                    code.iload(k + 1).iload(channel).iadd();
                }
                code.aload(SCRATCH).checkcast(array);
                code.aload(PARENT).aload(VARIABLE).aload(LEAF_START).aload(LEAF_VARIABLE);
                code.invokestatic(GeneratedClass.nameOf(NAME), block.name() + step, stepType());
            }
            code.iinc(channel, block.lanes() * block.unroll()).goto_(top).labelBinding(end);
        }
        code.return_();
    }
}
