package org.gaunt.kernel.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.gaunt.kernel.OtherVirtualMachine;
import org.gaunt.linalg.Precision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProviderTest {
    /** The tests would pass without vectors; that the build runs them with vectors is worth a test of its own. */
    @Test
    void vectorsAreUsedUnderTheBuildsTests() {
        assertThat(ModuleLayer.boot().findModule("jdk.incubator.vector"))
                .as("--add-modules jdk.incubator.vector in surefire's argLine")
                .isPresent();
        assertThat(Provider.detect().isVector()).isTrue();
    }

    @Test
    void lanesFollowFromTheWidth() {
        Provider wide = new Provider(256, true);
        assertThat(wide.lanes(Precision.FLOAT32)).isEqualTo(8);
        assertThat(wide.lanes(Precision.FLOAT64)).isEqualTo(4);
        assertThat(new Provider(0, true).lanes(Precision.FLOAT32)).isEqualTo(1);
        assertThat(new Provider(128, true).lanes(Precision.FLOAT64)).isEqualTo(2);
    }

    @Test
    void namesSelectProviders() {
        assertThat(Provider.of("scalar")).isEqualTo(Provider.scalar());
        assertThat(Provider.of("VECTOR128").bits()).isEqualTo(128);
        assertThat(Provider.scalar())
                .hasToString(Provider.scalar().fused() ? "scalar" : "scalar without fused multiply-add");
    }

    /** Timing decided once, so that a stall could change the last bits of results. */
    @Test
    void fusedMultiplyAddIsAFactNotAMeasurement() {
        assertThat(machine("amd64", Map.of("UseFMA", "true")).fusedMultiplyAdd(0))
                .isTrue();
        assertThat(machine("amd64", Map.of("UseFMA", "false")).fusedMultiplyAdd(512))
                .isFalse();
        assertThat(machine("aarch64", Map.of()).fusedMultiplyAdd(0)).isTrue();
        assertThat(machine("amd64", Map.of()).fusedMultiplyAdd(256)).isTrue();
        assertThat(machine("amd64", Map.of()).fusedMultiplyAdd(128)).isFalse();
    }

    @Test
    void registersFollowFromTheProcessor() {
        assertThat(machine("aarch64", Map.of()).vectorRegisters(128)).isEqualTo(32);
        assertThat(machine("amd64", Map.of()).vectorRegisters(256)).isEqualTo(16);
        assertThat(machine("amd64", Map.of()).vectorRegisters(512)).isEqualTo(32);
        assertThat(new Provider(512, true).registers()).isEqualTo(32);
    }

    @Test
    void thisVirtualMachineTellsItsOptions() {
        VirtualMachine running = VirtualMachine.running();
        assertThat(running.option().apply("UseFMA")).isIn(Optional.of("true"), Optional.of("false"));
        assertThat(running.option().apply("NoSuchOption")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-Xint | this virtual machine only interprets",
                "-XX:-UseCompiler | this virtual machine only interprets",
                "-XX:TieredStopAtLevel=1 | HotSpot's optimising compiler is off (-XX:TieredStopAtLevel=1)",
                "-XX:TieredStopAtLevel=3 | HotSpot's optimising compiler is off (-XX:TieredStopAtLevel=3)",
                "-XX:CompilationMode=quick-only | HotSpot's optimising compiler is off (-XX:CompilationMode=quick-only",
                "-XX:-TieredCompilation | nothing",
                "-XX:CompilationMode=high-only | nothing",
            })
    void codeThatIsNotOptimisedIsNamed(String option, String reason) throws Exception {
        Process process = OtherVirtualMachine.start(Unoptimised.class, option);
        assertThat(OtherVirtualMachine.output(process)).contains(reason);
    }

    /** Prints the reason why this virtual machine is slow. */
    public static final class Unoptimised {
        private Unoptimised() {}

        public static void main(String[] args) {
            System.out.println(VirtualMachine.running().unoptimised().orElse("nothing"));
        }
    }

    private static VirtualMachine machine(String architecture, Map<String, String> options) {
        return new VirtualMachine(architecture, "some VM", name -> Optional.ofNullable(options.get(name)));
    }

    @Test
    void unknownNamesAreRefusedWithTheKnownOnes() {
        assertThatThrownBy(() -> Provider.of("avx2"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'avx2'")
                .hasMessageContaining("scalar, vector128, vector256 or vector512");
    }

    @Test
    void aWidthThatNoVectorHasIsRefused() {
        assertThatThrownBy(() -> new Provider(64, true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("64 bits");
    }
}
