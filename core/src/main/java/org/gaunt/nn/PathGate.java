package org.gaunt.nn;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.gaunt.autodiff.Rows;
import org.gaunt.autodiff.Tape;
import org.gaunt.autodiff.Var;
import org.gaunt.form.Form;
import org.gaunt.form.Operand;
import org.gaunt.form.Operand.Access;
import org.gaunt.product.ProductSpec;
import org.gaunt.product.ProductSpec.Coefficient;
import org.gaunt.product.ProductSpec.Factor;
import org.gaunt.product.ProductSpec.Path;
import org.gaunt.product.ProductSpec.Segment;
import org.jspecify.annotations.Nullable;

/**
 * Learns which paths of a product are needed (the sparse tensor-product gate of SPHNet, Luo et al. 2025). Immutable.
 *
 * <p>Every path k has a learned number p_k, at first 1. Of the paths that are active, path k counts with c_k p_k / Σ c p over the active
 * ones, where c_k, the norm of its table, is the usual normalisation. While the choice still changes the whole product is computed,
 * with zeros for what is not active; in the end {@link #frozen} is a smaller product.
 */
public final class PathGate {
    private final ProductSpec spec;
    private final double sparsity;
    private final SparsitySchedule schedule;
    private final long seed;
    private final double[] norms;
    private final Form gates;

    /**
     * A gate.
     *
     * @param spec the product, the result its last operand
     * @param sparsity the part of the paths that is left out, from 0 to below 1; SPHNet's is 0.7
     * @param seed of the random phase
     */
    public PathGate(ProductSpec spec, double sparsity, SparsitySchedule schedule, long seed) {
        if (!(sparsity >= 0 && sparsity < 1)) {
            throw new IllegalArgumentException(
                    "sparsity is the part of the paths that is left out, from 0 to below 1, not " + sparsity);
        }
        this.spec = spec;
        this.sparsity = sparsity;
        this.schedule = schedule;
        this.seed = seed;
        norms = spec.paths().stream()
                .mapToDouble(p -> Math.sqrt(p.coefficients().stream()
                        .mapToDouble(c -> c.value() * c.value())
                        .sum()))
                .toArray();
        gates = gateForm();
    }

    /** The number of paths, and of the learned numbers p. */
    public int paths() {
        return norms.length;
    }

    public SparsitySchedule schedule() {
        return schedule;
    }

    /**
     * The active paths of a step of the random or adaptive phase.
     *
     * <p>Random: a fixed number of paths, drawn anew for each step, the same for the same seed and step. Adaptive: those with p at or
     * above the quantile; equal ones are all in.
     *
     * @param step from 0; in the fixed phase the last choice must be kept, which only the caller has
     * @param p the learned numbers
     */
    public boolean[] active(long step, double[] p) {
        check(p);
        return switch (schedule.phase(step)) {
            case RANDOM -> random(step);
            case ADAPTIVE -> largest(p);
            case FIXED ->
                throw new IllegalArgumentException("step " + step
                        + " is in the fixed phase, whose paths were chosen in step "
                        + (schedule.randomSteps() + schedule.adaptiveSteps() - 1)
                        + "; keep that choice, or take the paths of the largest weights");
        };
    }

    /** The paths with p at or above the quantile of the sparsity. */
    public boolean[] largest(double[] p) {
        check(p);
        double threshold = Quantile.of(p, sparsity);
        boolean[] active = new boolean[p.length];
        for (int k = 0; k < p.length; k++) {
            active[k] = p[k] >= threshold;
        }
        return active;
    }

    private boolean[] random(long step) {
        SplittableRandom random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + step);
        int wanted = Math.max(1, (int) Math.round((1 - sparsity) * norms.length));
        boolean[] active = new boolean[norms.length];
        int left = wanted;
        for (int k = 0; k < norms.length; k++) {
            if (random.nextInt(norms.length - k) < left) {
                active[k] = true;
                left--;
            }
        }
        return active;
    }

    /**
     * The product with a factor for each path: one more operand, {@code gate}, before the result, with a plain number for each path in
     * order, to be shared by all rows.
     */
    public ProductSpec gated() {
        int last = spec.operands().size() - 1;
        List<ProductSpec.Operand> operands = new ArrayList<>(spec.operands());
        List<Segment> numbers = Collections.nCopies(norms.length, Segment.scalars(List.of()));
        operands.add(last, ProductSpec.Operand.of("gate", ProductSpec.Role.INPUT, numbers));
        List<Path> paths = new ArrayList<>();
        for (int k = 0; k < norms.length; k++) {
            Path path = spec.paths().get(k);
            List<Factor> factors = new ArrayList<>();
            for (Factor f : path.factors()) {
                factors.add(f.operand() == last ? new Factor(last + 1, f.segment(), f.subscripts(), f.selection()) : f);
            }
            factors.addFirst(new Factor(last, k, ""));
            List<Coefficient> table = path.coefficients().stream()
                    .map(c -> {
                        List<Integer> components = new ArrayList<>(c.components());
                        components.addFirst(0);
                        return new Coefficient(components, c.value());
                    })
                    .toList();
            paths.add(new Path(factors, table));
        }
        return new ProductSpec(
                spec.name() + ", gated", operands, paths, spec.structure().ofTable());
    }

    /**
     * The factors of the paths, differentiable by p.
     *
     * @param p the learned numbers, one row
     * @return one row: 0 for paths that are not active, p_k / Σ c p for the others
     */
    public Var gates(boolean[] active, Var p) {
        if (active.length != norms.length) {
            throw new IllegalArgumentException(
                    "there are " + norms.length + " paths, but " + active.length + " are said to be active or not");
        }
        double[] mask = new double[norms.length];
        for (int k = 0; k < mask.length; k++) {
            mask[k] = active[k] ? 1 : 0;
        }
        Tape tape = p.tape();
        Var masks = tape.cast(tape.leaf(mask, 1, mask.length, 0), p.precision());
        @Nullable Var[] operands = {p, masks, null};
        return tape.form(gates, 1, Rows.of(1), operands, 2)[0];
    }

    private Form gateForm() {
        List<Operand> operands = List.of(
                new Operand("p", norms.length, false, Access.row()),
                new Operand("mask", norms.length, false, Access.row()),
                new Operand("gate", norms.length, false, Access.row()));
        return Form.of("gates of paths", operands, g -> {
            int total = g.constant(0);
            int sum = g.constant(0);
            for (int k = 0; k < norms.length; k++) {
                int kept = g.mul(g.input(0, k), g.input(1, k));
                total = g.add(total, g.scale(norms[k], kept));
                sum = g.add(sum, g.mul(g.input(2, k), kept));
            }
            return g.mul(sum, g.reciprocal(total));
        });
    }

    /**
     * The smaller product that is left in the end: only the active paths, their factors multiplied into the coefficients. Operands keep
     * their segments, so that weights still fit; segments of z that no path reaches any more are zero.
     *
     * @param p the learned numbers at the end
     * @throws IllegalArgumentException if no path is active or the active p sum to zero
     */
    public ProductSpec frozen(boolean[] active, double[] p) {
        check(p);
        double total = 0;
        int count = 0;
        for (int k = 0; k < norms.length; k++) {
            total += active[k] ? norms[k] * p[k] : 0;
            count += active[k] ? 1 : 0;
        }
        if (count == 0 || total == 0) {
            throw new IllegalArgumentException("of " + norms.length + " paths " + count
                    + " are active, with weights that sum to " + total + "; at least one must be active and count");
        }
        List<Path> paths = new ArrayList<>();
        for (int k = 0; k < norms.length; k++) {
            if (active[k]) {
                double factor = p[k] / total;
                paths.add(new Path(
                        spec.paths().get(k).factors(),
                        spec.paths().get(k).coefficients().stream()
                                .map(c -> new Coefficient(c.components(), factor * c.value()))
                                .toList()));
            }
        }
        return spec.withName(spec.name() + ", " + count + " of " + norms.length + " paths")
                .withPaths(paths);
    }

    private void check(double[] p) {
        if (p.length != norms.length) {
            throw new IllegalArgumentException(
                    "there are " + norms.length + " paths, but " + p.length + " learned numbers");
        }
        for (double v : p) {
            if (!Double.isFinite(v)) {
                throw new IllegalArgumentException("a learned number of a path is " + v + "; it must be finite");
            }
        }
    }
}
