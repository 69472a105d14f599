package org.gaunt.kernel.convolution;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.gaunt.kernel.code.BytecodeLoops;
import org.gaunt.kernel.code.GeneratedClass;
import org.gaunt.kernel.code.Int;
import org.gaunt.kernel.code.LoopBuilder;
import org.gaunt.kernel.code.Numbers;
import org.gaunt.kernel.code.Structure;
import org.gaunt.kernel.code.Table;
import org.gaunt.kernel.code.Target;
import org.gaunt.kernel.code.Value;
import org.gaunt.linalg.Precision;

/** Emits a {@link ContractionProgram}. */
final class ContractionEmitter {
    private static final ClassDesc TABLE =
            ContractionTable.class.describeConstable().orElseThrow();

    private final Precision precision;
    private final Target target;
    private final int width;

    ContractionEmitter(Precision precision, Target target) {
        this.precision = precision;
        this.target = target;
        this.width = target.lanes(precision);
    }

    ContractionProgram emit() {
        byte[] bytes = GeneratedClass.assemble("GeneratedContraction", ContractionProgram.class, c -> {
            method(
                    c,
                    "transpose",
                    MethodTypeDesc.of(CD_void, CD_Object, CD_int, CD_int, CD_int, CD_Object, CD_int),
                    this::transpose);
            method(c, "apply", MethodTypeDesc.of(CD_void, TABLE, CD_Object, CD_int, CD_Object, CD_int), this::apply);
            method(
                    c,
                    "applyToSome",
                    MethodTypeDesc.of(CD_void, TABLE, CD_Object, CD_int, CD_int, CD_Object, CD_int, CD_int),
                    this::applyToSome);
            method(
                    c,
                    "addSums",
                    MethodTypeDesc.of(CD_void, CD_Object, CD_int, CD_int, CD_Object, CD_int),
                    this::addSums);
        });
        return GeneratedClass.instantiate(bytes, ContractionProgram.class, MethodHandles.lookup());
    }

    private void method(ClassBuilder c, String name, MethodTypeDesc type, Consumer<LoopBuilder> body) {
        c.withMethodBody(name, type, ClassFile.ACC_PUBLIC, code -> {
            LoopBuilder b = new BytecodeLoops(code, precision, target);
            body.accept(b);
            b.end();
        });
    }

    private void transpose(LoopBuilder b) {
        LoopBuilder one = b.single();
        Numbers y = b.untyped(0);
        Numbers out = b.untyped(4);
        Int.Variable from = b.let(b.integer(1));
        b.loop(Int.of(0), b.integer(3), 1, lane -> {
            Int.Variable to = b.let(b.integer(5).plus(lane));
            Int end = b.let(from.plus(b.integer(2)));
            b.loop(from, end, 1, () -> {
                one.store(out, to, y.at(from));
                b.advance(to, width);
            });
        });
    }

    private void apply(LoopBuilder b) {
        contract(b, 1, b.integer(2), Int.of(0), 3, b.integer(4), Int.of(0));
    }

    private void applyToSome(LoopBuilder b) {
        int vectors = target.convolutions().contracted(width);
        contract(b, vectors, b.integer(2), b.integer(3), 4, b.integer(5), b.integer(6));
    }

    /** Sparse matrix times some vectors: the array read is parameter 1, that written parameter {@code outParameter}. */
    private static void contract(
            LoopBuilder b, int vectors, Int inFirst, Int inStride, int outParameter, Int outFirst, Int outStride) {
        Structure matrix = b.structure(0, ContractionTable.class);
        Numbers in = b.untyped(1);
        Numbers out = b.untyped(outParameter);
        Table starts = b.let(matrix.table("starts"));
        Table columns = b.let(matrix.table("columns"));
        Table rows = b.let(matrix.table("rows"));
        Numbers values = b.numbers(matrix, "values");
        Value.Variable value = b.variable();
        Value.Variable[] sums =
                IntStream.range(0, vectors).mapToObj(v -> b.variable()).toArray(Value.Variable[]::new);
        Int count = b.let(rows.length());
        Int.Variable entry = b.let(Int.of(0));
        b.loop(Int.of(0), count, 1, row -> {
            Int end = b.let(starts.at(row.plus(1)));
            for (Value.Variable sum : sums) {
                b.set(sum, new Value.Zero());
            }
            b.loop(entry, end, 1, () -> {
                Int.Variable at = b.let(columns.at(entry).plus(inFirst));
                b.set(value, values.repeated(entry));
                for (int v = 0; v < vectors; v++) {
                    if (v > 0) {
                        b.set(at, at.plus(inStride));
                    }
                    b.multiplyAdd(sums[v], value, in.at(at));
                }
            });
            Int.Variable at = b.let(rows.at(row).plus(outFirst));
            for (int v = 0; v < vectors; v++) {
                if (v > 0) {
                    b.set(at, at.plus(outStride));
                }
                b.store(out, at, sums[v]);
            }
        });
    }

    private void addSums(LoopBuilder b) {
        LoopBuilder one = b.single();
        Numbers in = b.untyped(0);
        Numbers out = b.untyped(3);
        Int.Variable from = b.let(b.integer(1));
        Int.Variable to = b.let(b.integer(4));
        b.loop(Int.of(0), b.integer(2), 1, j -> {
            one.store(out, to, out.at(to).plus(pairwiseSum(in, from, 0, width)));
            b.advance(from, width);
            b.advance(to, 1);
        });
    }

    private static Value pairwiseSum(Numbers in, Int at, int first, int count) {
        if (count == 1) {
            return in.at(at, first);
        }
        return pairwiseSum(in, at, first, count / 2).plus(pairwiseSum(in, at, first + count / 2, count / 2));
    }
}
