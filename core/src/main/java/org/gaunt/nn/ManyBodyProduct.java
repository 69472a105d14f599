package org.gaunt.nn;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import org.gaunt.autodiff.Rows;
import org.gaunt.autodiff.Tape;
import org.gaunt.autodiff.Var;
import org.gaunt.form.Form;
import org.gaunt.form.Operand;
import org.gaunt.kernel.trilinear.ConvolutionMap;
import org.gaunt.linalg.ArraySize;
import org.gaunt.o3.FourierBasis;
import org.gaunt.o3.SphereGrid;
import org.jspecify.annotations.Nullable;

/**
 * Powers of functions on the sphere, projected to low degrees: the equivariant many-body interaction of the Gaunt tensor product
 * (Luo, Chen and Krishnapriyan 2024, section 3.4), channel by channel.
 *
 * <p>x holds coefficients of harmonics of integral normalisation, degrees 0..l; the result of order n those of f^n, degrees 0..l3. MACE
 * with Gaunt products multiplies each order, degree and channel by a weight and adds them up. The table of the same product is
 * {@link org.gaunt.product.GauntProducts#power}.
 *
 * <p>All steps are on the tape, so derivatives of every order exist. Immutable.
 */
public final class ManyBodyProduct {
    /** Ways to compute powers; both give the same numbers. */
    public enum Way {
        /** Values at the points of a grid, raised to the power there. Cheapest in nearly all cases. */
        GRID,
        /** Arrays of waves, convolved by divide and conquer: f^n is f^(n/2) times the rest. */
        FOURIER
    }

    private final int l;
    private final int l3;
    private final int channels;
    private final List<Integer> orders;
    private final Way way;
    private final Form first;
    private final @Nullable Form powers;
    private final List<Form> last = new ArrayList<>();
    private final int betas;

    /**
     * Prepares a product.
     *
     * @param l the largest degree of x
     * @param orders which powers, each 1 or more, ascending
     * @param l3 the largest degree of the results, at most l times the smallest order
     * @param channels of x and the results
     * @throws IllegalArgumentException if an argument is out of range
     */
    public ManyBodyProduct(int l, List<Integer> orders, int l3, int channels, Way way) {
        check(l, orders, l3, channels, way);
        this.l = l;
        this.l3 = l3;
        this.channels = channels;
        this.orders = List.copyOf(orders);
        this.way = way;
        int degree = l * orders.getLast() + l3;
        if (way == Way.GRID) {
            SphereGrid least = SphereGrid.exactFor(degree);
            SphereGrid grid = SphereGrid.of(least.betas(), SphereForms.alphas(degree));
            betas = grid.betas();
            first = SphereForms.toGrid(l, grid, false);
            powers = SphereForms.powers(l, l3, grid.alphas(), orders);
            last.add(SphereForms.toGrid(l3, grid, true));
        } else {
            betas = 0;
            first = SphereForms.toWaves(l);
            powers = null;
            for (int order : orders) {
                last.add(order == 1 ? truncation(l, l3) : SphereForms.waveIntegrals(l3, order * l));
            }
        }
    }

    private static void check(int l, List<Integer> orders, int l3, int channels, Way way) {
        SortedSet<Integer> ascending = new TreeSet<>(orders);
        if (orders.isEmpty() || !List.copyOf(ascending).equals(orders) || ascending.first() < 1) {
            throw new IllegalArgumentException(
                    "the orders of a many-body product are distinct, ascending and 1 or more, not " + orders);
        }
        if (l < 0 || l3 < 0 || channels < 1 || l3 > l * ascending.first()) {
            throw new IllegalArgumentException("power " + ascending.first() + " of degrees 0.." + l + " reaches degree "
                    + l * ascending.first() + "; wanted 0.." + l3 + " with " + channels
                    + " channels: give degrees from 0, results within reach, and 1 channel or more");
        }
        if (way == Way.FOURIER && l3 > FourierBasis.MAX_DEGREE) {
            throw new IllegalArgumentException("the Fourier basis has degrees up to " + FourierBasis.MAX_DEGREE
                    + ", not " + l3 + "; take the grid");
        }
    }

    /** The identity on the degrees that are kept. */
    private static Form truncation(int l, int l3) {
        int kept = (Math.min(l, l3) + 1) * (Math.min(l, l3) + 1);
        List<Operand> operands = List.of(
                new Operand("z", (l3 + 1) * (l3 + 1), true, Operand.Access.row()),
                new Operand("x", (l + 1) * (l + 1), true, Operand.Access.row()));
        return Form.of("degrees 0.." + l + " to 0.." + l3, operands, g -> {
            int sum = g.constant(0);
            for (int i = 0; i < kept; i++) {
                sum = g.add(sum, g.mul(g.input(0, i), g.input(1, i)));
            }
            return sum;
        });
    }

    /** The powers, one for each result. */
    public List<Integer> orders() {
        return orders;
    }

    /**
     * The powers of a function for each row and channel.
     *
     * @param x [row][(l+1)^2][channel]
     * @return for each order [row][(l3+1)^2][channel]
     * @throws IllegalArgumentException if x has another width
     */
    public List<Var> apply(Var x) {
        if (x.width() != (l + 1) * (l + 1) * channels) {
            throw new IllegalArgumentException("a row of x has " + x.width() + " numbers, but degrees 0.." + l + " in "
                    + channels + " channels are " + (l + 1) * (l + 1) * channels);
        }
        return way == Way.GRID ? onGrid(x.tape(), x) : inWaves(x.tape(), x);
    }

    private List<Var> onGrid(Tape tape, Var x) {
        Form power = Objects.requireNonNull(powers);
        Rows rows = Rows.of(x.rows());
        Var values = tape.form(first, channels, rows, new @Nullable Var[] {x, null}, 1)[0];
        @Nullable Var[] operands = new @Nullable Var[orders.size() + 1];
        operands[0] = values;
        int[] seats = new int[orders.size()];
        for (int k = 0; k < seats.length; k++) {
            seats[k] = k + 1;
        }
        Var[] raised = tape.form(power, channels, Rows.of(ArraySize.of(x.rows(), betas)), operands, seats);
        List<Var> results = new ArrayList<>();
        for (Var r : raised) {
            results.add(tape.form(last.getFirst(), channels, rows, new @Nullable Var[] {null, r}, 0)[0]);
        }
        return results;
    }

    private List<Var> inWaves(Tape tape, Var x) {
        Rows rows = Rows.of(x.rows());
        Map<Integer, Var> known = new HashMap<>();
        known.put(1, tape.form(first, channels, rows, new @Nullable Var[] {x, null}, 1)[0]);
        List<Var> results = new ArrayList<>();
        for (int k = 0; k < orders.size(); k++) {
            int order = orders.get(k);
            Var last = x;
            if (order > 1) {
                // the last factor's product needs no waves of alpha beyond the result's
                int half = order / 2;
                ConvolutionMap map = new ConvolutionMap(half * l, (order - half) * l, l3, channels);
                last = tape.trilinear(
                        map,
                        x.rows(),
                        wavesOf(tape, half, known, x.rows()),
                        wavesOf(tape, order - half, known, x.rows()));
            }
            results.add(tape.form(this.last.get(k), channels, rows, new @Nullable Var[] {null, last}, 0)[0]);
        }
        return results;
    }

    /** All waves of a power, from those of its halves. */
    private Var wavesOf(Tape tape, int order, Map<Integer, Var> known, int rows) {
        Var old = known.get(order);
        if (old != null) {
            return old;
        }
        int half = order / 2;
        Var a = wavesOf(tape, half, known, rows);
        Var b = wavesOf(tape, order - half, known, rows);
        Var product = tape.trilinear(new ConvolutionMap(half * l, (order - half) * l, order * l, channels), rows, a, b);
        known.put(order, product);
        return product;
    }

    @Override
    public String toString() {
        return "powers " + orders + " of degrees 0.." + l + " to 0.." + l3 + ", " + channels + " channels, "
                + (way == Way.GRID ? "on the grid" : "in waves");
    }
}
