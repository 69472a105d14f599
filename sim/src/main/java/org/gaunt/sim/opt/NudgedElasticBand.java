package org.gaunt.sim.opt;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gaunt.atoms.Cell;
import org.gaunt.atoms.Structure;
import org.gaunt.files.InputException;
import org.gaunt.potential.Derivatives;
import org.gaunt.potential.Potential;
import org.gaunt.potential.Prediction;

/**
 * Nudged elastic bands: images between two structures, held apart by springs along the path, fall onto a path of least energy; the highest
 * one climbs to the saddle point (Henkelman, Jónsson, J. Chem. Phys. 113, 9978 (2000), with its tangents; Henkelman, Uberuaga, Jónsson,
 * J. Chem. Phys. 113, 9901 (2000)).
 *
 * <pre>{@code
 * ReactionPath path = new NudgedElasticBand(potential, 7, 5, 0.05, 500).between(start, end);
 * double barrier = path.barrier(); // eV
 * }</pre>
 *
 * <p>The band starts on a straight line, each atom going to the nearest image of its end. All images are evaluated together, and moved by
 * {@link Fire FIRE}. The cell does not change.
 */
public final class NudgedElasticBand {
    /** The highest image climbs once the forces on the band are below, eV/Å. */
    private static final double CLIMBING = 0.5;

    private final Potential potential;
    private final int images;
    private final double spring;
    private final double fmax;
    private final int steps;

    /**
     * A band.
     *
     * @param potential not closed here
     * @param images between the ends, at least 1
     * @param spring constant, eV/Å²
     * @param fmax largest force on an atom at which the band counts as converged, eV/Å
     * @param steps after which it is given up
     */
    public NudgedElasticBand(Potential potential, int images, double spring, double fmax, int steps) {
        if (images < 1 || !(spring > 0) || !(fmax > 0) || steps < 0 || Double.isInfinite(spring)) {
            throw new IllegalArgumentException(
                    "a band has at least 1 image, a spring constant and a largest force above 0, and at"
                            + " least 0 steps, not " + images + ", " + spring + ", " + fmax + ", " + steps);
        }
        this.potential = potential;
        this.images = images;
        this.spring = spring;
        this.fmax = fmax;
        this.steps = steps;
    }

    /**
     * Finds a path.
     *
     * @param start relaxed
     * @param end the same atoms in the same order and the same cell, relaxed
     * @throws InputException if the ends do not go together, or the potential cannot take an image
     */
    public ReactionPath between(Structure start, Structure end) {
        requireAlike(start, end);
        List<double[]> band = straight(start, end);
        List<Prediction> ends =
                potential.evaluate(List.of(start, start.withPositions(band.getLast())), Derivatives.FORCES);
        double endForce = Math.max(
                Optimizer.longest(ends.getFirst().forces()),
                Optimizer.longest(ends.getLast().forces()));
        Optimizer optimizer = new Fire();
        boolean climbing = false;
        int done = 0;
        while (true) {
            List<Structure> inner = new ArrayList<>();
            for (int i = 1; i <= images; i++) {
                inner.add(start.withPositions(band.get(i)));
            }
            List<Prediction> all = new ArrayList<>();
            all.add(ends.getFirst());
            all.addAll(potential.evaluate(inner, Derivatives.FORCES));
            all.add(ends.getLast());
            double[] forces = forces(band, all, climbing);
            double largest = Optimizer.longest(forces);
            if (!Double.isFinite(largest)) {
                throw start.problem("a force on the band is not finite")
                        .found("after " + done + " steps")
                        .remedy("take ends that are nearer to each other, or more images")
                        .build();
            }
            if ((climbing && largest < fmax) || done == steps) {
                List<Structure> structures = new ArrayList<>();
                band.forEach(x -> structures.add(start.withPositions(x)));
                return new ReactionPath(structures, all, climbing && largest < fmax, done, largest, endForce);
            }
            if (!climbing && largest < Math.max(CLIMBING, fmax)) {
                climbing = true; // the same step with other forces
                continue;
            }
            move(band, optimizer.step(flat(band), forces));
            done++;
        }
    }

    private static void requireAlike(Structure start, Structure end) {
        if (!Arrays.equals(start.numbers(), end.numbers())) {
            throw end.problem("the ends of a path have other atoms, or another order of them")
                    .found(end.formula() + " and " + start.formula())
                    .wanted("the same elements in the same order")
                    .build();
        }
        Cell a = start.cell();
        Cell b = end.cell();
        boolean same = Arrays.equals(start.pbc(), end.pbc()) && (a == null) == (b == null);
        if (a != null && b != null) {
            for (int k = 0; k < 9; k++) {
                same &= Math.abs(a.toArray()[k] - b.toArray()[k]) < 1e-6;
            }
        }
        if (!same) {
            throw end.problem("the ends of a path have different cells")
                    .wanted("the same cell and the same periodic directions")
                    .remedy("relax both with the same cell (gaunt relax --cell none)")
                    .build();
        }
    }

    /** Images on a straight line, the ends included; each atom goes the shortest way to an image of its end. */
    private List<double[]> straight(Structure start, Structure end) {
        double[] from = start.positions();
        double[] to = end.positions();
        Cell cell = start.cell();
        double[] way = new double[from.length];
        for (int i = 0; i < from.length; i += 3) {
            double shortest = Double.POSITIVE_INFINITY;
            for (int image = 0; image < 27; image++) {
                int[] n = {image % 3 - 1, image / 3 % 3 - 1, image / 9 - 1};
                double[] d = new double[3];
                double square = 0;
                boolean possible = true;
                for (int k = 0; k < 3; k++) {
                    possible &= n[k] == 0 || (cell != null && start.periodic(k));
                }
                for (int k = 0; k < 3; k++) {
                    d[k] = to[i + k] - from[i + k];
                    for (int v = 0; v < 3 && cell != null; v++) {
                        d[k] += n[v] * cell.get(v, k);
                    }
                    square += d[k] * d[k];
                }
                if (possible && square < shortest) {
                    shortest = square;
                    System.arraycopy(d, 0, way, i, 3);
                }
            }
        }
        List<double[]> band = new ArrayList<>();
        for (int n = 0; n <= images + 1; n++) {
            double[] x = from.clone();
            for (int k = 0; k < x.length; k++) {
                x[k] += way[k] * n / (images + 1);
            }
            band.add(x);
        }
        return band;
    }

    /** Forces on the inner images, one after the other. */
    private double[] forces(List<double[]> band, List<Prediction> all, boolean climbing) {
        int size = band.getFirst().length;
        double[] forces = new double[images * size];
        int highest = 1;
        for (int i = 2; i <= images; i++) {
            highest = all.get(i).energy() > all.get(highest).energy() ? i : highest;
        }
        for (int i = 1; i <= images; i++) {
            double[] ahead = difference(band.get(i + 1), band.get(i));
            double[] behind = difference(band.get(i), band.get(i - 1));
            double[] tangent = tangent(
                    ahead,
                    behind,
                    all.get(i - 1).energy(),
                    all.get(i).energy(),
                    all.get(i + 1).energy());
            double[] f = all.get(i).forces();
            double along = Optimizer.dot(f, tangent);
            boolean climbs = climbing && i == highest;
            double pull = climbs
                    ? -2 * along
                    : -along
                            + spring
                                    * (Math.sqrt(Optimizer.dot(ahead, ahead))
                                            - Math.sqrt(Optimizer.dot(behind, behind)));
            for (int k = 0; k < size; k++) {
                forces[(i - 1) * size + k] = f[k] + pull * tangent[k];
            }
        }
        return forces;
    }

    /** The direction to the neighbour of higher energy, and between both at an extremum, of length 1. */
    private static double[] tangent(double[] ahead, double[] behind, double before, double here, double after) {
        double up = 0;
        double down = 0;
        if (after > here && here > before) {
            up = 1;
        } else if (after < here && here < before) {
            down = 1;
        } else {
            double large = Math.max(Math.abs(after - here), Math.abs(before - here));
            double small = Math.min(Math.abs(after - here), Math.abs(before - here));
            up = after > before ? large : small;
            down = after > before ? small : large;
            if (large == 0) {
                up = 1;
                down = 1;
            }
        }
        double[] tangent = new double[ahead.length];
        for (int k = 0; k < tangent.length; k++) {
            tangent[k] = up * ahead[k] + down * behind[k];
        }
        double length = Math.sqrt(Optimizer.dot(tangent, tangent));
        for (int k = 0; k < tangent.length && length > 0; k++) {
            tangent[k] /= length;
        }
        return tangent;
    }

    private static double[] difference(double[] a, double[] b) {
        double[] d = new double[a.length];
        for (int k = 0; k < d.length; k++) {
            d[k] = a[k] - b[k];
        }
        return d;
    }

    private double[] flat(List<double[]> band) {
        int size = band.getFirst().length;
        double[] flat = new double[images * size];
        for (int i = 1; i <= images; i++) {
            System.arraycopy(band.get(i), 0, flat, (i - 1) * size, size);
        }
        return flat;
    }

    private void move(List<double[]> band, double[] step) {
        int size = band.getFirst().length;
        for (int i = 1; i <= images; i++) {
            for (int k = 0; k < size; k++) {
                band.get(i)[k] += step[(i - 1) * size + k];
            }
        }
    }
}
