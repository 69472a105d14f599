package org.gaunt.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.gaunt.autodiff.Gradients;
import org.gaunt.autodiff.Rows;
import org.gaunt.autodiff.Tape;
import org.gaunt.autodiff.Var;
import org.gaunt.form.Backend;
import org.gaunt.linalg.Precision;
import org.gaunt.nn.SparsitySchedule.Phase;
import org.gaunt.o3.Irreps;
import org.gaunt.o3.Rotation;
import org.gaunt.o3.WignerD;
import org.gaunt.product.ProductSpec;
import org.gaunt.product.Products;
import org.gaunt.product.ReferenceProduct;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The gates of SPHNet: which paths and pairs are kept, what is computed with them, and that gradients reach what is learned. */
class GatedSparsityTest {
    private static final Backend BACKEND = Backend.detect();
    private static final ProductSpec SPEC =
            Products.channelwise(Irreps.parse("5x0e+5x1o"), Irreps.parse("0e+1o"), Irreps.parse("0e+1o+1e+2e"));
    private static final int ROWS = 3;

    private static double[] random(int length, long seed) {
        return new SplittableRandom(seed).doubles(length, 0.5, 1.5).toArray();
    }

    private static int count(boolean[] active) {
        int n = 0;
        for (boolean a : active) {
            n += a ? 1 : 0;
        }
        return n;
    }

    @Test
    void phasesOfTheSchedule() {
        SparsitySchedule s = SparsitySchedule.ofEpochs(10);
        assertThat(s.phase(0)).isEqualTo(Phase.RANDOM);
        assertThat(s.phase(19)).isEqualTo(Phase.RANDOM);
        assertThat(s.phase(20)).isEqualTo(Phase.ADAPTIVE);
        assertThat(s.phase(29)).isEqualTo(Phase.ADAPTIVE);
        assertThat(s.phase(30)).isEqualTo(Phase.FIXED);
        assertThatThrownBy(() -> new SparsitySchedule(3, 0)).hasMessageContaining("at least one adaptive step");
    }

    @Test
    void randomPathsAreManyEnoughAndAllGetTheirTurn() {
        PathGate gate = new PathGate(SPEC, 0.7, new SparsitySchedule(100, 1), 3);
        double[] p = ones(gate.paths());
        int wanted = Math.max(1, (int) Math.round(0.3 * gate.paths()));
        int[] turns = new int[gate.paths()];
        for (int step = 0; step < 100; step++) {
            boolean[] active = gate.active(step, p);
            assertThat(count(active)).isEqualTo(wanted);
            assertThat(active).isEqualTo(gate.active(step, p));
            for (int k = 0; k < turns.length; k++) {
                turns[k] += active[k] ? 1 : 0;
            }
        }
        for (int t : turns) {
            assertThat(t).isBetween(10, 70);
        }
    }

    private static double[] ones(int n) {
        double[] p = new double[n];
        Arrays.fill(p, 1);
        return p;
    }

    @Test
    void theLargestPathsStay() {
        PathGate gate = new PathGate(SPEC, 0.7, new SparsitySchedule(0, 5), 3);
        double[] p = random(gate.paths(), 8);
        boolean[] active = gate.active(2, p);
        double[] sorted = p.clone();
        Arrays.sort(sorted);
        // numpy.quantile(p, 0.7) of n numbers lies at 0.7 (n - 1)
        double place = 0.7 * (p.length - 1);
        double threshold =
                sorted[(int) place] + (place - (int) place) * (sorted[(int) place + 1] - sorted[(int) place]);
        for (int k = 0; k < p.length; k++) {
            assertThat(active[k]).isEqualTo(p[k] >= threshold);
        }
        assertThat(gate.active(2, ones(p.length))).containsOnly(true);
        assertThatThrownBy(() -> gate.active(5, p)).hasMessageContaining("fixed phase");
    }

    private static double[][] operands() {
        double[][] values = new double[3][];
        for (int k = 0; k < 3; k++) {
            values[k] = random(ROWS * SPEC.operands().get(k).dim(), 20 + k);
        }
        return values;
    }

    private static Var[] leaves(Tape tape, double[][] values) {
        Var[] leaves = new Var[3];
        for (int k = 0; k < 3; k++) {
            leaves[k] = tape.leaf(values[k], ROWS, SPEC.operands().get(k).dim(), 2);
        }
        return leaves;
    }

    /** Each active path counts c p / Σ c p: the value by hand, the gradient by p by difference quotients. */
    @Test
    void gatedProductAndItsGradient() {
        PathGate gate = new PathGate(SPEC, 0.5, new SparsitySchedule(4, 1), 9);
        double[] p = random(gate.paths(), 1);
        double[] seed = random(ROWS * SPEC.operands().getLast().dim(), 2);
        GatedProduct product = new GatedProduct(gate, SPEC);
        product.parameters().set("paths", p);
        Tape tape = Tape.open(BACKEND, Precision.FLOAT64);
        Var leaf = product.weights().getFirst().on(tape);
        Var[] x = leaves(tape, operands());
        Var z = product.apply(ROWS, x[0], x[1], x[2]);
        assertThat(z.toDoubles()).containsExactly(byHand(gate.active(0, p), p), within(1e-12));
        Gradients gradients =
                tape.gradient(List.of(z), List.of(tape.leaf(seed, ROWS, z.width(), 0)), Tape.PARAMETERS, false);
        Var byP = gradients.of(leaf);
        assertThat(byP).isNotNull();
        for (int k = 0; k < p.length; k++) {
            double[] up = p.clone();
            double[] down = p.clone();
            up[k] += 1e-5;
            down[k] -= 1e-5;
            double slope =
                    (dot(byHand(gate.active(0, p), up), seed) - dot(byHand(gate.active(0, p), down), seed)) / 2e-5;
            assertThat(byP.toDoubles()[k]).isCloseTo(slope, within(1e-7));
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double[] byHand(boolean[] active, double[] p) {
        double[] c = SPEC.paths().stream()
                .mapToDouble(q -> Math.sqrt(q.coefficients().stream()
                        .mapToDouble(v -> v.value() * v.value())
                        .sum()))
                .toArray();
        double total = 0;
        for (int k = 0; k < p.length; k++) {
            total += active[k] ? c[k] * p[k] : 0;
        }
        int width = SPEC.operands().getLast().dim();
        double[] z = new double[ROWS * width];
        double[][] values = operands();
        for (int row = 0; row < ROWS; row++) {
            double[][] one = new double[4][];
            for (int k = 0; k < 3; k++) {
                int w = SPEC.operands().get(k).dim();
                one[k] = Arrays.copyOfRange(values[k], row * w, (row + 1) * w);
            }
            one[3] = new double[width];
            for (int k = 0; k < p.length; k++) {
                if (active[k]) {
                    ProductSpec single = new ProductSpec(
                            "one path", SPEC.operands(), List.of(SPEC.paths().get(k)));
                    double[] part = ReferenceProduct.evaluate(single, 3, one);
                    for (int i = 0; i < width; i++) {
                        z[row * width + i] += p[k] / total * part[i];
                    }
                }
            }
        }
        return z;
    }

    /** The smaller product gives what the gated one gave in its last step, without p; and so after saving and restoring. */
    @Test
    void frozenProductIsSmallerAndTheSame() {
        PathGate gate = new PathGate(SPEC, 0.5, new SparsitySchedule(1, 1), 9);
        double[] p = random(gate.paths(), 5);
        GatedProduct product = new GatedProduct(gate, SPEC);
        double[] adaptive = {};
        for (int step = 0; step < 2; step++) {
            adaptive = evaluate(product, p, Precision.FLOAT64);
            product.advance();
        }
        assertThat(product.phase()).isEqualTo(Phase.FIXED);
        assertThat(product.frozenSpec()).isEmpty();
        GatedProduct restored = new GatedProduct(gate, SPEC);
        restored.restore(product.state());
        assertThat(evaluate(product, p, Precision.FLOAT64)).containsExactly(adaptive, within(1e-12));
        assertThat(evaluate(restored, p, Precision.FLOAT64)).containsExactly(adaptive, within(1e-12));
        assertThat(evaluate(restored, p, Precision.FLOAT32)).containsExactly(adaptive, within(1e-4));
        assertThat(product.frozenSpec().orElseThrow().paths())
                .hasSize(count(gate.largest(p)))
                .hasSizeLessThan(SPEC.paths().size());
        // p is part of the coefficients now
        double[] changed = random(gate.paths(), 6);
        assertThat(evaluate(product, changed, Precision.FLOAT64)).containsExactly(adaptive, within(1e-12));
        GatedProduct other =
                new GatedProduct(new PathGate(gate.frozen(gate.largest(p), p), 0, gate.schedule(), 1), SPEC);
        assertThatThrownBy(() -> other.restore(product.state())).hasMessageContaining("paths, but this one has");
    }

    private static double[] evaluate(GatedProduct product, double[] p, Precision precision) {
        product.parameters().set("paths", p);
        Tape tape = Tape.open(BACKEND, precision);
        Var[] x = leaves(tape, operands());
        return product.apply(ROWS, tape.cast(x[0], precision), tape.cast(x[1], precision), tape.cast(x[2], precision))
                .toDoubles();
    }

    @Test
    void pairsAboveTheQuantileAreKept() {
        double[] scores = random(101, 7);
        PairGate.Selection kept = new PairGate(0.7).select(scores);
        assertThat(kept.pairs()).hasSize(31).isSorted();
        for (int pair : kept.pairs()) {
            assertThat(scores[pair]).isGreaterThanOrEqualTo(kept.threshold());
        }
        assertThat(new PairGate(0.7).select(new double[0]).pairs()).isEmpty();
        assertThat(new PairGate(0).select(scores).pairs()).hasSize(101);
        assertThat(new PairGate(0.7).select(new double[] {2, 2, 2}).pairs()).hasSize(3);
    }

    @Test
    void keptPairsAreWeightedAndTheOthersLeftAlone() {
        int pairs = 6;
        int width = 5;
        PairGate gate = new PairGate(0.6);
        double[] scores = {0.3, 2, -1, 0.9, 0.1, 1.5};
        double[] s = random(pairs * width, 11);
        double[] features = random(pairs * width, 12);
        PairGate.Selection kept = gate.select(scores);
        assertThat(kept.threshold()).isCloseTo(0.9, within(1e-15));
        assertThat(kept.pairs()).containsExactly(1, 3, 5);
        Tape tape = Tape.open(BACKEND);
        Var score = tape.leaf(scores, pairs, 1, 1);
        Var w = gate.weights(kept, score);
        assertThat(w.toDoubles()[3]).isCloseTo(0.5, within(1e-14));
        Var descriptor = tape.leaf(s, pairs, width, 2);
        Var chosen = gate.keep(kept, descriptor, w);
        Var updated = gate.update(kept, tape.leaf(features, pairs, width, 2), chosen);
        for (int pair = 0; pair < pairs; pair++) {
            double weight = pair % 2 == 1 ? 1 / (1 + Math.exp(0.9 - scores[pair])) : 0;
            for (int c = 0; c < width; c++) {
                assertThat(updated.toDoubles()[pair * width + c])
                        .isCloseTo(features[pair * width + c] + weight * s[pair * width + c], within(1e-13));
            }
        }
        double[] seed = ones(pairs * width);
        Var byScore = tape.gradient(List.of(updated), List.of(tape.leaf(seed, pairs, width, 0)), 1, false)
                .of(score);
        assertThat(byScore).isNotNull();
        for (int pair = 0; pair < pairs; pair++) {
            double weight = 1 / (1 + Math.exp(0.9 - scores[pair]));
            double sum = 0;
            for (int c = 0; c < width; c++) {
                sum += s[pair * width + c];
            }
            assertThat(byScore.toDoubles()[pair])
                    .isCloseTo(pair % 2 == 1 ? weight * (1 - weight) * sum : 0, within(1e-12));
        }
    }

    @Test
    void descriptorsAreInvariant() {
        Irreps irreps = Irreps.parse("3x0e+3x0o+3x1o+3x2e");
        var form = PairGate.descriptor(irreps);
        double[] features = random(4 * irreps.dim(), 31);
        double[][] rotation = Rotation.random(new java.util.Random(3)).matrix();
        for (double[] row : rotation) {
            Arrays.setAll(row, i -> -row[i]);
        }
        double[][] d = WignerD.of(Irreps.parse("0e+0o+1o+2e"), rotation);
        double[] turned = new double[features.length];
        for (int row = 0; row < 4; row++) {
            for (int i = 0; i < d.length; i++) {
                for (int j = 0; j < d.length; j++) {
                    for (int c = 0; c < 3; c++) {
                        turned[row * irreps.dim() + 3 * i + c] += d[i][j] * features[row * irreps.dim() + 3 * j + c];
                    }
                }
            }
        }
        Rows pairs = new Rows(3, List.of(new int[] {0, 1, 2}, new int[] {1, 3, 3}), List.of(4, 4));
        double[][] results = new double[2][];
        for (int k = 0; k < 2; k++) {
            Tape tape = Tape.open(BACKEND);
            Var x = tape.leaf(k == 0 ? features : turned, 4, irreps.dim(), 0);
            @Nullable Var[] operands = {x, x, null};
            results[k] = tape.form(form, 3, pairs, operands, 2)[0].toDoubles();
        }
        assertThat(results[0]).hasSize(3 * 3 * 5);
        assertThat(results[1]).containsExactly(results[0], within(1e-13));
    }

    @Test
    void badInput() {
        SparsitySchedule schedule = new SparsitySchedule(1, 1);
        assertThatThrownBy(() -> new PathGate(SPEC, 1, schedule, 0)).hasMessageContaining("below 1, not 1.0");
        PathGate gate = new PathGate(SPEC, 0.5, schedule, 0);
        double[] nan = ones(gate.paths());
        nan[1] = Double.NaN;
        assertThatThrownBy(() -> gate.largest(nan)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> gate.largest(new double[1])).hasMessageContaining("1 learned numbers");
        assertThatThrownBy(() -> gate.frozen(new boolean[gate.paths()], ones(gate.paths())))
                .hasMessageContaining("at least one must be active");
        assertThatThrownBy(() -> new PairGate(-0.1)).hasMessageContaining("-0.1");
        assertThatThrownBy(() -> new PairGate(0.5).select(new double[] {1, Double.NaN}))
                .hasMessageContaining("NaN");
        assertThatThrownBy(() -> PairGate.descriptor(Irreps.parse("2x0e+3x1o"))).hasMessageContaining("multiplicity");
    }
}
