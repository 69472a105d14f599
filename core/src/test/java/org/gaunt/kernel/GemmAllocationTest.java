package org.gaunt.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.gaunt.kernel.code.Provider;
import org.gaunt.kernel.code.Target;
import org.gaunt.linalg.Gemm;
import org.gaunt.linalg.Precision;
import org.gaunt.linalg.Workspace;
import org.junit.jupiter.api.Test;

/**
 * Vectors that the compiler fails to keep in registers are objects; compiled kernels must not make any. Measured in a process of its
 * own: other tests have vectors of other lengths, after which the compiler knows the class of none.
 */
class GemmAllocationTest {
    @Test
    void compiledProductsAllocateNothing() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--add-modules",
                        "jdk.incubator.vector",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Products.class.getName()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("exit code").isZero();
        assertThat(Long.parseLong(printed.strip()))
                .as("bytes in 400 calls, once they are compiled")
                .isLessThan(1000);
    }

    /** The program: prints the bytes that 400 calls allocate, once they are below 1000 or after a minute. */
    static final class Products {
        private Products() {}

        public static void main(String[] arguments) {
            Provider provider = Provider.detect();
            Gemm gemm = PanelGemm.of(Target.of(provider), Precision.FLOAT32);
            Workspace workspace = new Workspace();
            int rows = 120;
            int width = 32;
            float[] a = new float[rows * width];
            float[] b = new float[width * width];
            float[] c = new float[rows * width];
            int[] offsets = Gemm.rows(rows, width);
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long giveUp = System.nanoTime() + 60_000_000_000L;
            long allocated;
            do {
                long before = threads.getCurrentThreadAllocatedBytes();
                for (int call = 0; call < 200; call++) {
                    gemm.multiply(0, rows, width, width, 1, a, offsets, 0, b, 0, width, c, offsets, 0, true, workspace);
                    gemm.multiplyTransposed(
                            0, rows, width, width, 1, a, offsets, 0, c, offsets, 0, b, 0, width, false, workspace);
                }
                allocated = threads.getCurrentThreadAllocatedBytes() - before;
            } while (allocated >= 1000 && System.nanoTime() < giveUp);
            System.out.println(allocated);
        }
    }
}
