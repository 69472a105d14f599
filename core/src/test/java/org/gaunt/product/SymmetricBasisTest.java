package org.gaunt.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.gaunt.golden.Golden;
import org.gaunt.o3.Irrep;
import org.gaunt.o3.Irreps;
import org.gaunt.o3.Rotation;
import org.gaunt.o3.WignerD;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SymmetricBasisTest {

    @ParameterizedTest
    @CsvSource({
        // lmax, out, columns of MACE for order 1, 2, 3, independent ones
        "1, 0e, 1, 2, 4, 1, 2, 2",
        "1, 1o, 1, 2, 6, 1, 1, 2",
        "2, 0e, 1, 3, 11, 1, 3, 5",
        "2, 1o, 1, 4, 21, 1, 2, 5",
        "2, 2e, 1, 4, 23, 1, 3, 6",
        "3, 0e, 1, 4, 23, 1, 4, 8",
        "3, 1o, 1, 6, 51, 1, 3, 12",
        "3, 2e, 1, 7, 65, 1, 5, 14"
    })
    void countsOfMace(int lmax, String out, int c1, int c2, int c3, int n1, int n2, int n3) {
        Irrep irrep = Irrep.parse(out);
        assertThat(new int[] {
                    SymmetricBasis.couplingTreeCount(lmax, irrep, 1),
                    SymmetricBasis.couplingTreeCount(lmax, irrep, 2),
                    SymmetricBasis.couplingTreeCount(lmax, irrep, 3)
                })
                .containsExactly(c1, c2, c3);
        assertThat(new int[] {
                    SymmetricBasis.of(lmax, irrep, 1).size(),
                    SymmetricBasis.of(lmax, irrep, 2).size(),
                    SymmetricBasis.of(lmax, irrep, 3).size()
                })
                .containsExactly(n1, n2, n3);
    }

    /** The count of copies of an irrep follows from the characters of rotations: another way to the same number. */
    @ParameterizedTest
    @CsvSource({
        "4, 0e, 4",
        "4, 1o, 4",
        "4, 2e, 4",
        "4, 3e, 4",
        "3, 0e, 4",
        "3, 1e, 4",
        "4, 0o, 3",
        "4, 1e, 3",
        "4, 3o, 3",
        "3, 2o, 3",
        "2, 1e, 2",
        "1, 0o, 4",
        "0, 0e, 4",
        "4, 4e, 2",
        "1, 0e, 9",
        "2, 1o, 6",
        "2, 3e, 7",
        "3, 0e, 5",
        "6, 2e, 3",
        "10, 4e, 2"
    })
    void countsFromCharacters(int lmax, String out, int order) {
        assertThat(SymmetricBasis.of(lmax, Irrep.parse(out), order).size())
                .isEqualTo(multiplicity(lmax, Irrep.parse(out), order));
    }

    /** Counts monomials by the sum of m and the parity of the sum of l: copies of L = count(L) - count(L+1). */
    private static int multiplicity(int lmax, Irrep out, int order) {
        int size = (lmax + 1) * (lmax + 1);
        Map<Integer, Integer> count = new HashMap<>();
        countMonomials(0, size, order, 0, 0, out.parity() == 1 ? 0 : 1, count);
        return count.getOrDefault(out.l(), 0) - count.getOrDefault(out.l() + 1, 0);
    }

    private static void countMonomials(
            int from, int size, int left, int m, int parity, int wanted, Map<Integer, Integer> count) {
        if (left == 0) {
            if ((parity & 1) == wanted) {
                count.merge(m, 1, Integer::sum);
            }
            return;
        }
        for (int i = from; i < size; i++) {
            int l = (int) Math.sqrt(i);
            countMonomials(i, size, left - 1, m + i - l * l - l, parity + l, wanted, count);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "3, 0e, 3",
        "3, 1o, 3",
        "3, 2e, 3",
        "2, 2o, 3",
        "4, 3o, 2",
        "2, 1e, 4",
        "3, 0e, 4",
        "2, 1o, 6",
        "6, 2e, 2"
    })
    void orthonormalAsSymmetricTensors(int lmax, String out, int order) {
        SymmetricBasis basis = SymmetricBasis.of(lmax, Irrep.parse(out), order);
        int rows = basis.size() * basis.out().dim();
        List<Map<List<Integer>, Double>> polynomials = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            Map<List<Integer>, Double> polynomial = new HashMap<>();
            for (SymmetricBasis.Term term :
                    basis.terms(row / basis.out().dim(), row % basis.out().dim())) {
                List<Integer> key = Arrays.stream(term.sortedIndices()).boxed().toList();
                assertThat(key).isSorted().hasSize(order);
                assertThat(Math.abs(term.coefficient())).isGreaterThan(1e-12);
                assertThat(polynomial.put(key, term.coefficient())).isNull();
            }
            polynomials.add(polynomial);
        }
        for (int a = 0; a < rows; a++) {
            for (int b = 0; b <= a; b++) {
                double sum = 0;
                for (Map.Entry<List<Integer>, Double> e : polynomials.get(a).entrySet()) {
                    sum += e.getValue() * polynomials.get(b).getOrDefault(e.getKey(), 0.0) / arrangements(e.getKey());
                }
                assertThat(sum).isCloseTo(a == b ? 1 : 0, within(1e-13));
            }
        }
    }

    private static double arrangements(List<Integer> indices) {
        double value = 1;
        Map<Integer, Integer> repeated = new HashMap<>();
        for (int i = 0; i < indices.size(); i++) {
            value = value * (i + 1) / repeated.merge(indices.get(i), 1, Integer::sum);
        }
        return value;
    }

    @ParameterizedTest
    @CsvSource({
        "3, 0e, 3",
        "3, 1o, 3",
        "3, 2e, 3",
        "3, 2o, 3",
        "4, 4e, 2",
        "4, 1e, 3",
        "2, 2e, 4",
        "3, 1e, 4",
        "2, 1o, 6",
        "6, 2e, 3"
    })
    void equivariantUnderRotationsAndInversion(int lmax, String out, int order) {
        RandomGenerator random = new Random(order * 100L + lmax);
        SymmetricBasis basis = SymmetricBasis.of(lmax, Irrep.parse(out), order);
        assertThat(basis.size()).isPositive();
        double[][] r = Rotation.random(random).matrix();
        for (double[] row : r) {
            Arrays.setAll(row, i -> -row[i]);
        }
        int size = (lmax + 1) * (lmax + 1);
        double[] features = random.doubles(size, -1, 1).toArray();
        double[][] before = basis.evaluate(features);
        double[][] after = basis.evaluate(times(WignerD.of(Irreps.sphericalHarmonics(lmax), r), features));
        double[][] d = WignerD.of(basis.out(), r);
        for (int eta = 0; eta < basis.size(); eta++) {
            assertThat(after[eta]).as(basis.label(eta)).containsExactly(times(d, before[eta]), within(1e-12));
        }
    }

    private static double[] times(double[][] matrix, double[] vector) {
        double[] product = new double[matrix.length];
        for (int i = 0; i < product.length; i++) {
            for (int j = 0; j < vector.length; j++) {
                product[i] += matrix[i][j] * vector[j];
            }
        }
        return product;
    }

    @Test
    void couplingTensorIsThatOfMace() {
        Golden golden = Golden.read("mace_u.safetensors");
        List<String> names =
                golden.names().stream().filter(n -> n.endsWith("/values")).toList();
        assertThat(names).hasSize(15);
        for (String name : names) {
            CouplingTensor expected = tensor(golden, name);
            String[] parts = name.split("[/]");
            CouplingTensor u = CouplingTensor.of(lmax(parts), Irrep.parse(parts[1]), order(parts));
            assertThat(u.columns()).as(name).isEqualTo(expected.columns());
            assertThat(u.nonzeros()).as(name).isEqualTo(expected.nonzeros());
            for (int k = 0; k < u.nonzeros(); k++) {
                assertThat(u.indices(k)).as(name).containsExactly(expected.indices(k));
                assertThat(u.value(k)).as(name).isCloseTo(expected.value(k), within(1e-14));
            }
        }
    }

    /** Sym(U) W and the basis with the mapped weights are the same polynomial, monomial by monomial. */
    @Test
    void weightsOfMaceAreMappedExactly() {
        Golden golden = Golden.read("mace_u.safetensors");
        RandomGenerator random = new Random(17);
        for (String name :
                golden.names().stream().filter(n -> n.endsWith("/values")).toList()) {
            String[] parts = name.split("[/]");
            CouplingTensor u = tensor(golden, name);
            SymmetricBasis basis = SymmetricBasis.of(lmax(parts), Irrep.parse(parts[1]), order(parts));
            double[] w = random.doubles(u.columns(), -1, 1).toArray();
            double[] mapped = times(basis.fromCouplingTrees(u), w);
            Map<List<Integer>, Double> difference = new HashMap<>();
            for (int k = 0; k < u.nonzeros(); k++) {
                int[] index = u.indices(k);
                int[] key = Arrays.copyOf(index, index.length - 1);
                Arrays.sort(key, 1, key.length);
                difference.merge(
                        Arrays.stream(key).boxed().toList(), u.value(k) * w[index[index.length - 1]], Double::sum);
            }
            for (int eta = 0; eta < basis.size(); eta++) {
                for (int m = 0; m < basis.out().dim(); m++) {
                    for (SymmetricBasis.Term term : basis.terms(eta, m)) {
                        List<Integer> key = new ArrayList<>(List.of(m));
                        Arrays.stream(term.sortedIndices()).forEach(key::add);
                        difference.merge(key, -mapped[eta] * term.coefficient(), Double::sum);
                    }
                }
            }
            assertThat(difference.values())
                    .as(name)
                    .allSatisfy(d -> assertThat(d).isCloseTo(0, within(1e-12)));
        }
    }

    private static CouplingTensor tensor(Golden golden, String name) {
        Golden.Tensor indices = golden.get(name.replace("/values", "/indices"));
        int width = indices.shape()[1];
        int[][] elements = new int[indices.shape()[0]][];
        int columns = 0;
        for (int k = 0; k < elements.length; k++) {
            elements[k] = Arrays.stream(indices.row(k)).mapToInt(v -> (int) v).toArray();
            columns = Math.max(columns, elements[k][width - 1] + 1);
        }
        return CouplingTensor.ofElements(
                width - 2, columns, elements, golden.get(name).values());
    }

    private static int lmax(String[] parts) {
        return Integer.parseInt(parts[0].substring(4));
    }

    private static int order(String[] parts) {
        return Integer.parseInt(parts[2].substring(2));
    }

    /** MACE's symmetric contraction with all weights 1, one channel and one element. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 | 0e | 3 | 1 .5 -.25 2 | 12.9593",
                "1 | 1o | 3 | 1 .5 -.25 2 | 5.3584 -2.6792 21.4336",
                "2 | 0e | 2 | 1 .5 -.25 2 .1 .2 .3 .4 .5 | 4.7358",
                "2 | 1o | 2 | 1 .5 -.25 2 .1 .2 .3 .4 .5 | 1.2956 .1410 6.6612"
            })
    void contractionWithUnitWeights(int lmax, String out, int largestOrder, String features, String expected) {
        double[] sum = new double[Irrep.parse(out).dim()];
        for (int order = 1; order <= largestOrder; order++) {
            SymmetricBasis basis = SymmetricBasis.of(lmax, Irrep.parse(out), order);
            CouplingTensor u = CouplingTensor.of(lmax, Irrep.parse(out), order);
            double[] ones = new double[u.columns()];
            Arrays.fill(ones, 1);
            double[] weights = times(basis.fromCouplingTrees(u), ones);
            double[][] values = basis.evaluate(numbers(features));
            for (int eta = 0; eta < basis.size(); eta++) {
                for (int m = 0; m < sum.length; m++) {
                    sum[m] += weights[eta] * values[eta][m];
                }
            }
        }
        assertThat(sum).containsExactly(numbers(expected), within(6e-5));
    }

    private static double[] numbers(String text) {
        return Arrays.stream(text.strip().split(" "))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    @Test
    void fastToBuildAndSparse() {
        // processor time, so that other work on the machine does not count
        ThreadMXBean clock = ManagementFactory.getThreadMXBean();
        long start = clock.getCurrentThreadCpuTime();
        int terms = 0;
        for (String out : List.of("0e", "1o", "2e")) {
            SymmetricBasis basis = SymmetricBasis.of(3, Irrep.parse(out), 3);
            for (int eta = 0; eta < basis.size(); eta++) {
                for (int m = 0; m < basis.out().dim(); m++) {
                    terms += basis.terms(eta, m).size();
                }
            }
        }
        assertThat(Duration.ofNanos(clock.getCurrentThreadCpuTime() - start)).isLessThan(Duration.ofSeconds(3));
        assertThat(terms).isLessThan(3000);
    }

    @Test
    void orderOneIsTheIdentity() {
        SymmetricBasis basis = SymmetricBasis.of(2, Irrep.parse("1o"), 1);
        for (int m = 0; m < 3; m++) {
            assertThat(basis.terms(0, m)).hasSize(1);
            assertThat(basis.terms(0, m).getFirst().sortedIndices()).containsExactly(1 + m);
            assertThat(basis.terms(0, m).getFirst().coefficient()).isEqualTo(1);
        }
        assertThat(basis.label(0)).isEqualTo("1o");
        assertThat(SymmetricBasis.of(2, Irrep.parse("1e"), 1).size()).isZero();
    }

    @Test
    void readableErrors() {
        assertThatThrownBy(() -> SymmetricBasis.of(11, Irrep.parse("0e"), 2)).hasMessageContaining("not 11");
        assertThatThrownBy(() -> SymmetricBasis.of(2, Irrep.parse("0e"), 0)).hasMessageContaining("not 0");
        SymmetricBasis basis = SymmetricBasis.of(2, Irrep.parse("0e"), 2);
        assertThatThrownBy(() -> basis.fromCouplingTrees(CouplingTensor.of(2, Irrep.parse("0e"), 3)))
                .hasMessageContaining("order 3");
        assertThatThrownBy(() -> basis.fromCouplingTrees(CouplingTensor.of(3, Irrep.parse("0e"), 2)))
                .hasMessageContaining("too large for lmax 2");
        CouplingTensor notInvariant = CouplingTensor.ofElements(2, 1, new int[][] {{0, 1, 1, 0}}, new double[] {1});
        assertThatThrownBy(() -> basis.fromCouplingTrees(notInvariant)).hasMessageContaining("column 0");
        assertThatThrownBy(() -> CouplingTensor.ofElements(2, 1, new int[][] {{0, 1, 1, 1}}, new double[] {1}))
                .hasMessageContaining("[0, 1, 1, 1]");
    }
}
