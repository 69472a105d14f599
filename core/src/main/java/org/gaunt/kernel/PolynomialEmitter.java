package org.gaunt.kernel;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.gaunt.kernel.code.BytecodeLoops;
import org.gaunt.kernel.code.GeneratedClass;
import org.gaunt.kernel.code.Int;
import org.gaunt.kernel.code.LaneTypes;
import org.gaunt.kernel.code.LoopBuilder;
import org.gaunt.kernel.code.Numbers;
import org.gaunt.kernel.code.Target;
import org.gaunt.linalg.Precision;

/**
 * Emits the code of {@link PolynomialKernel}, one source for vectors and plain numbers, float and double.
 *
 * <p>For a node n with variable x_n, S_n is its coefficient plus Σ over children c of x_c S_c, so that S of a root is the value;
 * P_n is the product of the variables from the root down to n, times the root's dual g. Then ∂Φ/∂t_n = P_n and the gradient by a
 * variable is Σ P_parent S_n over the nodes that carry it. The tangent (dS, dP) follows by the product rule.
 */
final class PolynomialEmitter {
    /** What is computed. */
    enum Kind {
        /** The values S of the roots. */
        VALUE(false, false),
        /** ∂Φ/∂x. */
        GRADIENT(false, false),
        /** ∂Φ/∂x and ∂Φ/∂t. */
        GRADIENT_WITH_COEFFICIENTS(false, true),
        /** The derivatives along dx of the values and of both gradients. */
        TANGENT(true, true);

        final boolean tangent;
        final boolean coefficients;

        Kind(boolean tangent, boolean coefficients) {
            this.tangent = tangent;
            this.coefficients = coefficients;
        }
    }

    private static final String NAME = "GeneratedPolynomial";
    private static final ClassDesc TABLES =
            PolynomialTables.class.describeConstable().orElseThrow();
    private static final String[] COLUMNS = {
        "parent", "variable", "coefficient", "leafNode", "leafVariable", "leafCoefficient"
    };

    private final Kind kind;
    private final Precision precision;
    private final Target target;
    private final PolynomialScratch scratch;
    private final ClassDesc array;

    PolynomialEmitter(Kind kind, Precision precision, Target target, PolynomialScratch scratch) {
        this.kind = kind;
        this.precision = precision;
        this.target = target;
        this.scratch = scratch;
        this.array = LaneTypes.array(precision);
    }

    PolynomialProgram emit() {
        byte[] bytes = GeneratedClass.assemble(NAME, PolynomialProgram.class, c -> {
            for (PolynomialPass.Step step : steps()) {
                c.withMethodBody(
                        step.name(),
                        stepType(),
                        ClassFile.ACC_STATIC,
                        code -> new PolynomialPass(kind, scratch, loops(code)).emit(step));
            }
            c.withMethodBody(
                    "run",
                    GeneratedClass.type(CD_void, CD_int, TABLES, CD_Object, CD_int, CD_Object, CD_int, CD_Object),
                    ClassFile.ACC_PUBLIC,
                    this::emitRun);
            c.withMethodBody(
                    "pack",
                    GeneratedClass.type(CD_void, CD_Object, CD_int, CD_int, CD_int, CD_Object, CD_int),
                    ClassFile.ACC_PUBLIC,
                    code -> emitPack(loops(code)));
            c.withMethodBody(
                    "unpack",
                    GeneratedClass.type(CD_void, CD_Object, CD_int, CD_int, CD_Object, CD_int, CD_int),
                    ClassFile.ACC_PUBLIC,
                    code -> emitUnpack(loops(code)));
        });
        return GeneratedClass.instantiate(bytes, PolynomialProgram.class, MethodHandles.lookup());
    }

    private LoopBuilder loops(CodeBuilder code) {
        return new BytecodeLoops(code, precision, target, scratch.lanes());
    }

    private List<PolynomialPass.Step> steps() {
        List<PolynomialPass.Step> all = List.of(PolynomialPass.Step.values());
        return kind == Kind.VALUE ? all.subList(0, all.indexOf(PolynomialPass.Step.VALUES) + 1) : all;
    }

    /** Coefficients and their gradient, scratch; their indices and the root's; the tables. */
    private MethodTypeDesc stepType() {
        List<ClassDesc> parameters = new ArrayList<>(Collections.nCopies(3, array));
        parameters.addAll(Collections.nCopies(3, CD_int));
        parameters.addAll(Collections.nCopies(COLUMNS.length, CD_int.arrayType()));
        return MethodTypeDesc.of(CD_void, parameters);
    }

    private void emitRun(CodeBuilder code) {
        for (PolynomialPass.Step step : steps()) {
            code.aload(3).checkcast(array);
            code.aload(5).checkcast(array);
            code.aload(7).checkcast(array);
            code.iload(4).iload(6).iload(1).loadConstant(scratch.block()).imul();
            for (String column : COLUMNS) {
                code.aload(2).invokevirtual(TABLES, column, MethodTypeDesc.of(CD_int.arrayType()));
            }
            code.invokestatic(GeneratedClass.nameOf(NAME, PolynomialProgram.class), step.name(), stepType());
        }
        code.return_();
    }

    /** {@link PolynomialProgram#pack}. */
    private void emitPack(LoopBuilder b) {
        Numbers row = b.untyped(0);
        Numbers block = b.untyped(4);
        Int.Variable from = b.let(b.integer(1));
        Int.Variable to = b.let(b.integer(5));
        b.loop(Int.of(0), b.integer(3), 1, k -> {
            b.store(block, to, row.at(from));
            b.set(from, from.plus(b.integer(2)));
            b.advance(to, scratch.block());
        });
        b.end();
    }

    /** {@link PolynomialProgram#unpack}. */
    private void emitUnpack(LoopBuilder b) {
        Numbers row = b.untyped(3);
        Numbers block = b.untyped(0);
        Int.Variable to = b.let(b.integer(4));
        Int.Variable from = b.let(b.integer(1));
        b.loop(Int.of(0), b.integer(2), 1, k -> {
            b.store(row, to, block.at(from).plus(row.at(to)));
            b.set(to, to.plus(b.integer(5)));
            b.advance(from, scratch.block());
        });
        b.end();
    }
}
