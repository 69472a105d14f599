package org.gaunt.kernel.form;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.gaunt.form.Form;
import org.gaunt.form.Operand;
import org.gaunt.form.Operand.Access;
import org.gaunt.kernel.OtherVirtualMachine;
import org.gaunt.kernel.code.Provider;
import org.gaunt.kernel.code.Target;
import org.gaunt.linalg.Precision;
import org.junit.jupiter.api.Test;

/** Too little memory for generated code is told as such: it was "the generated code cannot be loaded". */
class CompilerMemoryTest {
    @Test
    void tooLittleMemoryIsNoFaultOfTheCode() throws Exception {
        Process process = OtherVirtualMachine.start(Filler.class, "-XX:MaxMetaspaceSize=12m");
        assertThat(OtherVirtualMachine.output(process))
                .contains("OutOfMemoryError")
                .doesNotContain("cannot be loaded");
    }

    /** Compiles forms until the memory for classes is used up, and says how that ended. */
    public static final class Filler {
        private Filler() {}

        public static void main(String[] args) {
            List<FormKernel> kept = new ArrayList<>();
            try {
                for (int k = 1; k < 100_000; k++) {
                    kept.add(FormCompiler.compile(
                            form(k),
                            8,
                            new int[] {1},
                            new boolean[] {false},
                            Precision.FLOAT64,
                            Target.of(Provider.scalar())));
                }
                System.out.println("compiled " + kept.size());
            } catch (OutOfMemoryError | IllegalStateException e) {
                System.out.println(e);
            }
        }

        private static Form form(int k) {
            return Form.of(
                    "form " + k,
                    List.of(new Operand("x", 1, true, Access.row()), new Operand("z", 1, true, Access.row())),
                    g -> g.mul(g.input(1, 0), g.scale(k, g.input(0, 0))));
        }
    }
}
