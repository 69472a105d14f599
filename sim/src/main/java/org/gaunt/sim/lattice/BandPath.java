package org.gaunt.sim.lattice;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.gaunt.atoms.Cell;

/**
 * A path through the Brillouin zone, from one special point to the next.
 *
 * @param points in order
 */
public record BandPath(List<Point> points) {
    /** Relative differences of lengths and cosines that count as none. */
    private static final double SAME = 1e-3;

    /**
     * A special point.
     *
     * @param name such as X
     * @param q in units of the reciprocal vectors
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Point(String name, double[] q) {}

    /**
     * A wave vector on the path.
     *
     * @param distance along the path, 1/Å
     * @param q in units of the reciprocal vectors
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Step(double distance, double[] q) {}

    /** At least two points. */
    public BandPath {
        points = List.copyOf(points);
        if (points.size() < 2) {
            throw new IllegalArgumentException("a path has at least two points, not " + points.size());
        }
    }

    /**
     * A path from a text: names, each with three numbers behind it, such as {@code "G 0 0 0 X 0.5 0 0.5"}.
     *
     * @throws IllegalArgumentException if it is of another form
     */
    public static BandPath parse(String text) {
        String[] words = text.strip().split("[\\s,]+", -1);
        if (words.length % 4 != 0) {
            throw new IllegalArgumentException(
                    "a path is names with three numbers behind each, such as \"G 0 0 0 X 0.5 0 0.5\", not \"" + text
                            + "\"");
        }
        List<Point> points = new ArrayList<>();
        for (int k = 0; k < words.length; k += 4) {
            double[] q = new double[3];
            for (int i = 0; i < 3; i++) {
                try {
                    q[i] = Double.parseDouble(words[k + 1 + i]);
                } catch (NumberFormatException e) {
                    throw new IllegalArgumentException(
                            "the point " + words[k] + " of a path has \"" + words[k + 1 + i]
                                    + "\" where a number belongs",
                            e);
                }
            }
            points.add(new Point(words[k], q));
        }
        return new BandPath(points);
    }

    /**
     * The usual path (Setyawan, Curtarolo, Comput. Mater. Sci. 49, 299 (2010)) of a primitive cell that is face-centred, body-centred or simple
     * cubic, or hexagonal with an angle of 120°; for other cells along the reciprocal vectors.
     */
    public static BandPath of(Cell cell) {
        double[] length = new double[3];
        double[] cosine = new double[3]; // of the angles between vectors 2 and 3, 1 and 3, 1 and 2
        double[][] dot = new double[3][3];
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                for (int k = 0; k < 3; k++) {
                    dot[i][j] += cell.get(i, k) * cell.get(j, k);
                }
            }
            length[i] = Math.sqrt(dot[i][i]);
        }
        for (int i = 0; i < 3; i++) {
            int a = (i + 1) % 3;
            int b = (i + 2) % 3;
            cosine[i] = dot[a][b] / (length[a] * length[b]);
        }
        boolean equal = same(length[0], length[1], length[0]) && same(length[0], length[2], length[0]);
        if (equal && all(cosine, 0.5)) {
            return of(
                    Map.of(
                            "G",
                            "0 0 0",
                            "X",
                            "0.5 0 0.5",
                            "W",
                            "0.5 0.25 0.75",
                            "K",
                            "0.375 0.375 0.75",
                            "L",
                            "0.5 0.5 0.5",
                            "U",
                            "0.625 0.25 0.625"),
                    "G X W K G L U W L K");
        }
        if (equal && all(cosine, -1.0 / 3)) {
            return of(Map.of("G", "0 0 0", "H", "0.5 -0.5 0.5", "P", "0.25 0.25 0.25", "N", "0 0 0.5"), "G H N G P H");
        }
        if (equal && all(cosine, 0)) {
            return of(Map.of("G", "0 0 0", "X", "0 0.5 0", "M", "0.5 0.5 0", "R", "0.5 0.5 0.5"), "G X M G R X");
        }
        if (same(length[0], length[1], length[0])
                && same(cosine[0], 0, 1)
                && same(cosine[1], 0, 1)
                && same(cosine[2], -0.5, 1)) {
            double third = 1.0 / 3;
            return of(
                    Map.of(
                            "G", "0 0 0",
                            "M", "0.5 0 0",
                            "K", third + " " + third + " 0",
                            "A", "0 0 0.5",
                            "L", "0.5 0 0.5",
                            "H", third + " " + third + " 0.5"),
                    "G M K G A L H A");
        }
        return of(
                Map.of("G", "0 0 0", "X", "0.5 0 0", "Y", "0 0.5 0", "Z", "0 0 0.5", "R", "0.5 0.5 0.5"),
                "G X G Y G Z G R");
    }

    private static boolean all(double[] values, double wanted) {
        return same(values[0], wanted, 1) && same(values[1], wanted, 1) && same(values[2], wanted, 1);
    }

    private static boolean same(double a, double b, double scale) {
        return Math.abs(a - b) < SAME * scale;
    }

    private static BandPath of(Map<String, String> places, String names) {
        StringBuilder text = new StringBuilder();
        for (String name : names.split(" ", -1)) {
            text.append(name).append(' ').append(places.get(name)).append(' ');
        }
        return parse(text.toString());
    }

    /**
     * Wave vectors on the path, equally spaced between two points.
     *
     * @param cell for their distances
     * @param perAngstrom how many for 1/Å; there are at least two between points
     */
    public List<Step> steps(Cell cell, double perAngstrom) {
        double[] inverse = Crystals.inverse(cell);
        List<Step> steps = new ArrayList<>();
        double before = 0;
        for (int k = 0; k + 1 < points.size(); k++) {
            double[] from = points.get(k).q();
            double[] to = points.get(k + 1).q();
            double square = 0;
            for (int axis = 0; axis < 3; axis++) {
                double d = 0;
                for (int v = 0; v < 3; v++) {
                    d += inverse[3 * axis + v] * (to[v] - from[v]);
                }
                square += d * d;
            }
            double length = 2 * Math.PI * Math.sqrt(square);
            int count = Math.max(2, (int) Math.ceil(length * perAngstrom));
            for (int n = 0; n < count; n++) {
                steps.add(step(before + length * n / count, from, to, (double) n / count));
            }
            before += length;
        }
        double[] end = points.getLast().q();
        steps.add(new Step(before, end.clone()));
        return steps;
    }

    private static Step step(double distance, double[] from, double[] to, double part) {
        double[] q = new double[3];
        for (int v = 0; v < 3; v++) {
            q[v] = from[v] + part * (to[v] - from[v]);
        }
        return new Step(distance, q);
    }

    /** The name of the point that a wave vector is; empty for others. */
    public String nameAt(double[] q) {
        for (Point point : points) {
            if (Arrays.equals(point.q(), q)) {
                return point.name();
            }
        }
        return "";
    }
}
