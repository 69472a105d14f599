package org.gaunt.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.gaunt.form.Operand.Access;
import org.gaunt.kernel.code.Target;
import org.gaunt.kernel.form.FormKernel;
import org.gaunt.kernel.form.FormKernels;
import org.gaunt.linalg.Precision;
import org.gaunt.linalg.Workspace;
import org.gaunt.o3.Irrep;
import org.gaunt.o3.Irreps;
import org.gaunt.o3.MulIrrep;
import org.gaunt.product.ClebschGordan;
import org.gaunt.product.ConnectionMode;
import org.gaunt.product.GauntProducts;
import org.gaunt.product.ProductSpec;
import org.gaunt.product.ReferenceProduct;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Products of two inputs with channels, whose mirrored coefficients are used together, against the textbook loop. */
class ProductTableTest {
    private static final int CHANNELS = 5;
    private static final int ROWS = 3;

    /** Pieces of vector code that are longer never reach the compiler that makes vector instructions; see Schedule. */
    private static final int LONGEST_PIECE = 1_800;

    private final SplittableRandom random = new SplittableRandom(2);

    static List<ProductSpec> products() {
        return List.of(
                GauntProducts.elementwise(2, 2, 3, CHANNELS),
                GauntProducts.elementwise(1, 3, 2, CHANNELS),
                clebschGordan(2),
                clebschGordan(3));
    }

    /** All paths, symmetric and antisymmetric. */
    private static ProductSpec clebschGordan(int l) {
        Irreps in = new Irreps(Irreps.sphericalHarmonics(l).terms().stream()
                .map(t -> new MulIrrep(CHANNELS, t.ir()))
                .toList());
        List<MulIrrep> outputs = new ArrayList<>();
        List<ClebschGordan.Instruction> paths = new ArrayList<>();
        for (int a = 0; a <= l; a++) {
            for (int b = 0; b <= l; b++) {
                for (Irrep ir : in.get(a).ir().times(in.get(b).ir())) {
                    MulIrrep term = new MulIrrep(CHANNELS, ir);
                    if (!outputs.contains(term)) {
                        outputs.add(term);
                    }
                    paths.add(new ClebschGordan.Instruction(a, b, outputs.indexOf(term), ConnectionMode.UUU, false));
                }
            }
        }
        return ClebschGordan.of(in, in, new Irreps(outputs), paths).spec();
    }

    private static Form form(ProductSpec spec) {
        return ProductForms.of(spec, Collections.nCopies(3, Access.row()));
    }

    @ParameterizedTest
    @MethodSource("products")
    void everySeat(ProductSpec spec) {
        double[][] values = new double[3][];
        for (int k = 0; k < 3; k++) {
            values[k] = random.doubles((long) ROWS * spec.operands().get(k).dim(), -1, 1)
                    .toArray();
        }
        FormKernels kernels = new FormKernels(Target.detect());
        for (int seat = 0; seat < 3; seat++) {
            int width = spec.operands().get(seat).dim();
            FormKernel kernel =
                    kernels.get(form(spec), CHANNELS, new int[] {seat}, new boolean[] {false}, Precision.FLOAT64);
            double[] found = new double[ROWS * width];
            kernel.run(new Object[] {values[0], values[1], values[2], found}, new int[0][], 0, ROWS, new Workspace());
            for (int row = 0; row < ROWS; row++) {
                double[][] one = new double[3][];
                for (int k = 0; k < 3; k++) {
                    int w = spec.operands().get(k).dim();
                    one[k] = java.util.Arrays.copyOfRange(values[k], row * w, (row + 1) * w);
                }
                double[] expected = ReferenceProduct.evaluate(spec, seat, one);
                for (int i = 0; i < width; i++) {
                    assertThat(found[row * width + i])
                            .as("%s, seat %d, row %d, number %d", spec, seat, row, i)
                            .isCloseTo(expected[i], within(1e-13 * Math.max(1, Math.abs(expected[i]))));
                }
            }
        }
    }

    @Test
    void piecesStayShortEnoughForTheCompiler() {
        Form value = form(clebschGordan(3));
        Form gradient = value.contract(2);
        FormKernels kernels = new FormKernels(Target.detect());
        for (FormKernel kernel : List.of(
                kernels.get(value, 64, new int[] {2}, new boolean[1], Precision.FLOAT32),
                kernels.get(gradient, 64, new int[] {0, 1}, new boolean[2], Precision.FLOAT32),
                kernels.get(gradient.contract(0, 1), 64, new int[] {0, 1, 3}, new boolean[3], Precision.FLOAT32))) {
            // the last two methods are the loop over rows and its entry, which have no vectors
            List<Integer> lengths = kernel.codeLengths();
            assertThat(lengths.subList(0, lengths.size() - 2)).allMatch(length -> length <= LONGEST_PIECE);
        }
    }
}
