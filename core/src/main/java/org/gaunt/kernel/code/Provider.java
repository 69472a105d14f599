package org.gaunt.kernel.code;

import java.util.Locale;
import java.util.Optional;
import org.gaunt.linalg.Precision;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How kernels are generated for this processor: with vectors of a fixed width, or with scalar arithmetic.
 *
 * <p>An immutable value. {@link #detect()} chooses it once for each runtime object that generates kernels; nothing
 * remembers the choice globally. Kernels of different providers compute the same function; where sums are reordered,
 * results differ by rounding.
 *
 * @param bits width of a vector in bits, 128, 256 or 512; 0 for scalar arithmetic
 * @param fused whether {@code a * b + c} is emitted as one fused operation; without hardware for it the fused operation
 *     is emulated and some hundred times slower
 */
public record Provider(int bits, boolean fused) {
    /** The system property that forces a provider: {@code scalar}, {@code vector128}, {@code vector256}, {@code vector512}. */
    public static final String PROPERTY = "gaunt.provider";

    private static final String VECTOR_MODULE = "jdk.incubator.vector";

    /** Checks the width. */
    public Provider {
        if (bits != 0 && bits != 128 && bits != 256 && bits != 512) {
            throw new IllegalArgumentException(
                    "a vector has " + bits + " bits; wanted 128, 256 or 512, or 0 for scalar arithmetic");
        }
    }

    /**
     * Chooses the widest vectors of this processor, or what {@code -Dgaunt.provider} asks for, and logs the choice.
     *
     * @return the provider to generate kernels with
     * @throws IllegalArgumentException if the property asks for what this virtual machine cannot do
     */
    public static Provider detect() {
        Logger log = LoggerFactory.getLogger(Provider.class);
        warnOfSlowCode(log);
        String forced = System.getProperty(PROPERTY);
        if (forced != null) {
            Provider provider = of(forced);
            log.info("kernels: {} (-D{})", provider, PROPERTY);
            return provider;
        }
        int widest = widestBits();
        Provider provider = new Provider(widest, fusedInHardware(widest));
        if (!moduleResolved()) {
            log.warn(
                    "kernels: scalar, several times slower than vectors, because the module {} is not loaded;"
                            + " start java with --add-modules {}",
                    VECTOR_MODULE,
                    VECTOR_MODULE);
        } else {
            log.info("kernels: {}", provider);
        }
        return provider;
    }

    /**
     * The scalar provider, which needs no incubator module.
     *
     * @return scalar arithmetic
     */
    public static Provider scalar() {
        return new Provider(0, fusedInHardware(widestBits()));
    }

    /**
     * The provider of a name.
     *
     * @param name {@code scalar}, {@code vector128}, {@code vector256} or {@code vector512}
     * @return the provider
     * @throws IllegalArgumentException if the name is another one, or this virtual machine has no such vectors
     */
    public static Provider of(String name) {
        int bits = switch (name.toLowerCase(Locale.ROOT)) {
            case "scalar" -> 0;
            case "vector128" -> 128;
            case "vector256" -> 256;
            case "vector512" -> 512;
            default ->
                throw new IllegalArgumentException("provider '" + name
                        + "' is unknown; wanted scalar, vector128, vector256 or vector512 (-D" + PROPERTY + ")");
        };
        if (bits > 0 && !moduleResolved()) {
            throw new IllegalArgumentException("provider " + name + " needs the module " + VECTOR_MODULE
                    + ", which is not loaded; start java with --add-modules " + VECTOR_MODULE);
        }
        int widest = widestBits();
        if (bits > widest) {
            throw new IllegalArgumentException("provider " + name + " is wider than this processor's vectors of "
                    + widest + " bits; leave -D" + PROPERTY + " away to use these");
        }
        return new Provider(bits, fusedInHardware(widest));
    }

    /**
     * Whether kernels use vectors.
     *
     * @return false for the scalar provider
     */
    public boolean isVector() {
        return bits > 0;
    }

    /**
     * Registers that hold vectors.
     *
     * @return 32 on 64-bit ARM and where vectors have 512 bits, else 16
     */
    public int registers() {
        return VirtualMachine.running().vectorRegisters(bits);
    }

    /**
     * How many numbers one operation handles.
     *
     * @param precision of the numbers
     * @return lanes of a vector, 1 for the scalar provider
     */
    public int lanes(Precision precision) {
        return Math.max(1, bits / (8 * precision.bytes()));
    }

    @Override
    public String toString() {
        return (isVector() ? "vector" + bits : "scalar") + (fused ? "" : " without fused multiply-add");
    }

    private static boolean moduleResolved() {
        return module().isPresent();
    }

    private static Optional<Module> module() {
        return ModuleLayer.boot().findModule(VECTOR_MODULE);
    }

    /** The preferred width, asked reflectively so that this class compiles and loads without the incubator module. */
    private static int widestBits() {
        if (!moduleResolved()) {
            return 0;
        }
        try {
            Class<?> shape = Class.forName(VECTOR_MODULE + ".VectorShape");
            Object preferred = shape.getMethod("preferredShape").invoke(null);
            int bits = (int) shape.getMethod("vectorBitSize").invoke(preferred);
            return bits < 128 ? 0 : Math.min(512, Integer.highestOneBit(bits));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the module " + VECTOR_MODULE + " has no VectorShape.preferredShape()", e);
        }
    }

    /** Whether fused multiply-add is one instruction: the answer decides the last bits, so it is never a matter of timing. */
    private static boolean fusedInHardware(int widest) {
        return VirtualMachine.running().fusedMultiplyAdd(widest);
    }

    private static void warnOfSlowCode(Logger log) {
        VirtualMachine.running().unoptimised().ifPresent(why -> log.warn("kernels: {}", slowCode(why)));
    }

    static String slowCode(String why) {
        return "ten to a hundred times slower than they should be, because " + why
                + "; start java without that option (see JAVA_TOOL_OPTIONS, JDK_JAVA_OPTIONS and GAUNT_JAVA_OPTS)";
    }
}
