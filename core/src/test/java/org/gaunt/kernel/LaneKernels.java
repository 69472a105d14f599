package org.gaunt.kernel;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.ClassFile;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.gaunt.linalg.Precision;

/** Small kernels around a {@link LaneAssembler}, for tests. */
final class LaneKernels {
    private LaneKernels() {}

    /** Applies a function to whole vectors of an array. */
    interface Map {
        /** For vectors starting at 0, lanes, 2 lanes ... below length: out = f(in), or out[i] a number where f reduces. */
        void apply(Object in, Object out, int length);
    }

    /** The providers this machine can run, the scalar one first. */
    static List<Provider> providers() {
        List<Provider> providers = new ArrayList<>();
        providers.add(Provider.scalar());
        for (String name : List.of("vector128", "vector256", "vector512")) {
            try {
                providers.add(Provider.of(name));
            } catch (IllegalArgumentException e) {
                break; // This processor has no wider vectors.
            }
        }
        return providers;
    }

    /** Stores a number in an array of either precision. */
    static void set(Object array, int index, double value) {
        if (array instanceof float[] floats) {
            floats[index] = (float) value;
        } else {
            ((double[]) array)[index] = value;
        }
    }

    /** Emits a loop around {@code f: v -> v}, or {@code v -> s} if {@code reduces}. */
    static Map map(Provider provider, Precision precision, boolean reduces, Consumer<LaneAssembler> f) {
        byte[] bytes = GeneratedClass.assemble(
                "TestMap",
                Map.class,
                builder -> builder.withMethodBody(
                        "apply",
                        MethodTypeDesc.of(CD_void, CD_Object, CD_Object, CD_int),
                        ClassFile.ACC_PUBLIC,
                        code -> {
                            LaneAssembler a = new LaneAssembler(code, precision, Target.of(provider));
                            int i = code.allocateLocal(TypeKind.INT);
                            int in = code.allocateLocal(TypeKind.REFERENCE);
                            int out = code.allocateLocal(TypeKind.REFERENCE);
                            code.aload(1).checkcast(a.arrayType()).astore(in);
                            code.aload(2).checkcast(a.arrayType()).astore(out);
                            code.iconst_0().istore(i);
                            Label head = code.newLabel();
                            Label end = code.newLabel();
                            code.labelBinding(head).iload(i).iload(3).if_icmpge(end);
                            a.load(in, i, 0);
                            f.accept(a);
                            if (reduces) {
                                a.storeScalar(out, i, 0);
                            } else {
                                a.store(out, i, 0);
                            }
                            code.iinc(i, a.lanes())
                                    .goto_(head)
                                    .labelBinding(end)
                                    .return_();
                        }));
        return GeneratedClass.instantiate(bytes, Map.class);
    }
}
