package org.gaunt.kernel.form;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.gaunt.form.Form;
import org.gaunt.form.Operand;
import org.gaunt.form.Operand.Access;
import org.gaunt.form.ReferenceForm;
import org.gaunt.kernel.code.Provider;
import org.gaunt.kernel.code.Target;
import org.gaunt.linalg.Precision;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The generated code against the reference: every seat, first and second contraction, both precisions, odd sizes. */
class FormTest {
    /** A small convolution: x gathered, y plain numbers, a shared weight, a sigmoid, and the result gathered. */
    static Form convolution() {
        List<Operand> operands = List.of(
                new Operand("x", 3, true, Access.gather(0)),
                new Operand("y", 4, false, Access.row()),
                new Operand("w", 2, true, Access.row()),
                new Operand("s", 1, true, Access.shared()),
                new Operand("z", 2, true, Access.gather(1)));
        return Form.of("test", operands, g -> {
            int sum = g.constant(0);
            for (int k = 0; k < 2; k++) {
                int inner = g.constant(0);
                for (int i = 0; i < 3; i++) {
                    int m = g.add(g.scale(0.3 + i, g.input(1, i)), g.mul(g.input(1, 3), g.input(1, k)));
                    inner = g.add(inner, g.mul(m, g.input(0, i)));
                }
                int activated = g.mul(g.input(2, k), g.sigmoid(g.mul(inner, g.input(3, 0))));
                sum = g.add(sum, g.mul(g.input(4, k), g.add(activated, g.mul(inner, g.input(0, k)))));
            }
            return sum;
        });
    }

    @ParameterizedTest
    @CsvSource({
        "FLOAT64,1,vector",
        "FLOAT64,5,vector",
        "FLOAT64,8,vector",
        "FLOAT64,19,vector",
        "FLOAT32,32,vector",
        "FLOAT32,13,vector",
        "FLOAT32,33,vector",
        "FLOAT64,6,scalar",
        "FLOAT32,7,scalar"
    })
    void everySeatOfEveryOrderAgreesWithTheReference(Precision precision, int channels, String provider) {
        Target chosen = provider.equals("scalar") ? Target.of(Provider.scalar()) : Target.detect();
        FormKernels kernels = new FormKernels(chosen);
        Form form = convolution();
        check(kernels, form, new int[] {4}, channels, precision);
        Form first = form.contract(4);
        check(kernels, first, new int[] {0, 1, 2, 3}, channels, precision);
        check(kernels, first, new int[] {1}, channels, precision);
        check(kernels, first.contract(0, 1, 2, 3), new int[] {0, 1, 2, 3, 5}, channels, precision);
    }

    private static void check(FormKernels kernels, Form form, int[] seats, int channels, Precision precision) {
        int rows = 7;
        int[] domain = {4, 3};
        int[][] index = {{3, 0, 0, 1, 2, 3, 1}, {0, 0, 1, 1, 1, 2, 2}};
        SplittableRandom random = new SplittableRandom(17);
        List<Operand> operands = form.operands();
        double[][] reference = new double[operands.size() + seats.length][];
        Object[] arrays = new Object[reference.length];
        for (int k = 0; k < reference.length; k++) {
            Operand o = operands.get(k < operands.size() ? k : seats[k - operands.size()]);
            int count = o.access().isShared()
                    ? 1
                    : o.access().isRow() ? rows : domain[o.access().index()];
            double[] values =
                    random.doubles((long) count * o.width(channels), -1, 1).toArray();
            if (precision == Precision.FLOAT32) {
                float[] single = new float[values.length];
                for (int i = 0; i < values.length; i++) {
                    single[i] = (float) values[i];
                    values[i] = single[i];
                }
                arrays[k] = single;
            } else {
                arrays[k] = values.clone();
            }
            reference[k] = values;
        }
        boolean[] accumulate = new boolean[seats.length];
        java.util.Arrays.fill(accumulate, true);
        FormKernel kernel = kernels.get(form, channels, seats, accumulate, precision);
        assertThat(kernel.codeLengths()).allMatch(length -> length < 8000);
        Object scratch =
                precision == Precision.FLOAT32 ? new float[kernel.scratchLength()] : new double[kernel.scratchLength()];
        kernel.program().run(arrays, index, 0, rows, scratch);
        ReferenceForm.run(form, channels, seats, reference, index, rows);
        double tolerance = precision == Precision.FLOAT32 ? 2e-5 : 1e-13;
        List<String> wrong = new ArrayList<>();
        for (int s = 0; s < seats.length; s++) {
            double[] expected = reference[operands.size() + s];
            for (int i = 0; i < expected.length; i++) {
                Object array = arrays[operands.size() + s];
                double found = array instanceof float[] f ? f[i] : ((double[]) array)[i];
                if (!(Math.abs(found - expected[i]) <= tolerance * Math.max(1, Math.abs(expected[i])))) {
                    wrong.add("seat " + seats[s] + "[" + i + "] is " + found + ", not " + expected[i]);
                }
            }
        }
        assertThat(wrong).as(form.toString()).isEmpty();
    }
}
