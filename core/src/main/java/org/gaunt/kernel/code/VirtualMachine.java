package org.gaunt.kernel.code;

import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.ObjectName;
import javax.management.RuntimeMBeanException;
import javax.management.openmbean.CompositeData;

/**
 * Facts about the running virtual machine that decide how code is generated. They come from its options, never from timing: the
 * same machine always gives the same answer.
 *
 * @param architecture the system property {@code os.arch}
 * @param description the system properties {@code java.vm.name} and {@code java.vm.info}
 * @param option value of an option of HotSpot by its name; empty where it is unknown
 */
record VirtualMachine(String architecture, String description, Function<String, Optional<String>> option) {
    private static final int OPTIMISING_LEVEL = 4;

    /** The virtual machine of this process. */
    static VirtualMachine running() {
        return new VirtualMachine(
                System.getProperty("os.arch", ""),
                System.getProperty("java.vm.name", "") + ", " + System.getProperty("java.vm.info", ""),
                VirtualMachine::hotSpotOption);
    }

    /**
     * Whether it has an instruction for fused multiply-add. Where it does not tell, 64-bit ARM has one, and processors whose vectors
     * have 256 bits and more.
     *
     * @param vectorBits width of the widest vectors, 0 where it is unknown
     */
    boolean fusedMultiplyAdd(int vectorBits) {
        return option.apply("UseFMA").map("true"::equals).orElseGet(() -> isArm64() || vectorBits >= 256);
    }

    /**
     * Registers that hold vectors.
     *
     * @param vectorBits width of the vectors used
     * @return 32 on 64-bit ARM, POWER, RISC-V and s390x and for vectors of 512 bits, else 16
     */
    int vectorRegisters(int vectorBits) {
        boolean many = switch (architecture.toLowerCase(Locale.ROOT)) {
            case "aarch64", "arm64", "ppc64", "ppc64le", "riscv64", "s390x" -> true;
            default -> vectorBits == 512;
        };
        return many ? 32 : 16;
    }

    /** The reason why code is not optimised; empty where HotSpot's optimising compiler is on. */
    Optional<String> unoptimised() {
        if (description.contains("interpreted mode") || is("UseCompiler", "false")) {
            return Optional.of("this virtual machine only interprets (-Xint or -XX:-UseCompiler)");
        }
        int level = option.apply("TieredStopAtLevel").map(Integer::parseInt).orElse(OPTIMISING_LEVEL);
        if (level < OPTIMISING_LEVEL && !is("TieredCompilation", "false")) {
            return Optional.of("HotSpot's optimising compiler is off (-XX:TieredStopAtLevel=" + level + ")");
        }
        if (description.contains("emulated-client") || description.contains("Client VM")) {
            return Optional.of("HotSpot's optimising compiler is off (-XX:CompilationMode=quick-only, or a client VM)");
        }
        return Optional.empty();
    }

    private boolean isArm64() {
        return architecture.equalsIgnoreCase("aarch64") || architecture.equalsIgnoreCase("arm64");
    }

    private boolean is(String name, String value) {
        return option.apply(name).filter(value::equals).isPresent();
    }

    /** Asked through the management server, so that virtual machines without HotSpot's beans need no class of theirs. */
    private static Optional<String> hotSpotOption(String name) {
        try {
            Object found = ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=HotSpotDiagnostic"),
                            "getVMOption",
                            new Object[] {name},
                            new String[] {String.class.getName()});
            return found instanceof CompositeData data
                    ? Optional.of(String.valueOf(data.get("value")))
                    : Optional.empty();
        } catch (InstanceNotFoundException | RuntimeMBeanException e) {
            return Optional.empty(); // another virtual machine, or an option it does not know
        } catch (JMException e) {
            throw new IllegalStateException("the virtual machine's option " + name + " cannot be read", e);
        }
    }
}
