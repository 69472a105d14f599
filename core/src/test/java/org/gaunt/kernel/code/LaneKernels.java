package org.gaunt.kernel.code;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.ClassFile;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.gaunt.linalg.Precision;

/** Small kernels around a {@link LoopBuilder}, for tests. */
public final class LaneKernels {
    private LaneKernels() {}

    /** Applies a function to whole vectors of an array. */
    public interface Map {
        /** For vectors starting at 0, lanes, 2 lanes ... below length: out = f(in), or out[i] a number where f reduces. */
        void apply(Object in, Object out, int length);
    }

    /** The providers this machine can run, the scalar one first. */
    public static List<Provider> providers() {
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
    public static void set(Object array, int index, double value) {
        if (array instanceof float[] floats) {
            floats[index] = (float) value;
        } else {
            ((double[]) array)[index] = value;
        }
    }

    /** What a kernel computes of a value of the builder's lanes. */
    @FunctionalInterface
    public interface Function {
        Value of(LoopBuilder b, Value x);
    }

    /**
     * Generates a loop around a function.
     *
     * @param reduces whether the function's result is single
     */
    public static Map map(Provider provider, Precision precision, boolean reduces, Function f) {
        return map(provider, precision, b -> {
            Numbers in = b.untyped(0);
            Numbers out = b.untyped(1);
            b.loop(Int.of(0), b.integer(2), b.lanes(), i -> {
                Value result = f.of(b, in.at(i));
                (reduces ? b.single() : b).store(out, i, result);
            });
            b.end();
        });
    }

    /** Generates a routine of the parameters of {@link Map#apply}. */
    public static Map map(Provider provider, Precision precision, Consumer<LoopBuilder> body) {
        byte[] bytes = GeneratedClass.assemble(
                "TestMap",
                Map.class,
                builder -> builder.withMethodBody(
                        "apply",
                        MethodTypeDesc.of(CD_void, CD_Object, CD_Object, CD_int),
                        ClassFile.ACC_PUBLIC,
                        code -> body.accept(new BytecodeLoops(code, precision, Target.of(provider)))));
        return GeneratedClass.instantiate(bytes, Map.class, MethodHandles.lookup());
    }
}
