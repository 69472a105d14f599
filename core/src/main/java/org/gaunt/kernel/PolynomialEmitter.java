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
        this.array = (precision == Precision.FLOAT32 ? CD_float : CD_double).arrayType();
    }

    PolynomialProgram emit() {
        byte[] bytes = GeneratedClass.assemble(NAME, PolynomialProgram.class, c -> {
            for (PolynomialPass.Step step : steps()) {
                c.withMethodBody(
                        step.name(),
                        stepType(),
                        ClassFile.ACC_STATIC,
                        code -> new PolynomialPass(kind, scratch, assembler(code)).emit(step));
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
                    code -> emitCopy(code, 1, 2, 3, 4, 5, 6, false));
            c.withMethodBody(
                    "unpack",
                    GeneratedClass.type(CD_void, CD_Object, CD_int, CD_int, CD_Object, CD_int, CD_int),
                    ClassFile.ACC_PUBLIC,
                    code -> emitCopy(code, 4, 5, 6, 3, 1, 2, true));
        });
        return GeneratedClass.instantiate(bytes, PolynomialProgram.class);
    }

    private LaneAssembler assembler(CodeBuilder code) {
        return new LaneAssembler(code, precision, target, scratch.lanes());
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

    /** Moves vectors between a row (array, first index, stride) and scratch (array, first index); the numbers are parameters. */
    private void emitCopy(
            CodeBuilder code, int row, int at, int stride, int count, int scratchArray, int place, boolean adding) {
        LaneAssembler lanes = assembler(code);
        int rowArray = cast(code, row);
        int scratched = cast(code, scratchArray);
        int i = code.allocateLocal(TypeKind.INT);
        int j = code.allocateLocal(TypeKind.INT);
        int k = code.allocateLocal(TypeKind.INT);
        Label top = code.newLabel();
        Label end = code.newLabel();
        code.iload(at).istore(i).iload(place).istore(j).iconst_0().istore(k);
        code.labelBinding(top).iload(k).iload(count).if_icmpge(end);
        if (adding) {
            lanes.load(scratched, j, 0);
            lanes.load(rowArray, i, 0);
            lanes.add();
            lanes.store(rowArray, i, 0);
        } else {
            lanes.load(rowArray, i, 0);
            lanes.store(scratched, j, 0);
        }
        code.iload(i).iload(stride).iadd().istore(i).iinc(j, scratch.block()).iinc(k, 1);
        code.goto_(top).labelBinding(end).return_();
    }

    private int cast(CodeBuilder code, int parameter) {
        int local = code.allocateLocal(TypeKind.REFERENCE);
        code.aload(parameter).checkcast(array).astore(local);
        return local;
    }
}
