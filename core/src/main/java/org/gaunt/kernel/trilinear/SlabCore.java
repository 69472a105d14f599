package org.gaunt.kernel.trilinear;

import java.util.List;
import org.gaunt.kernel.LaneLoops;

/** A trilinear form of blocks of lanes that is cheap to evaluate. */
public sealed interface SlabCore {
    /** How many numbers a lane of an operand has. */
    int size(int seat);

    /** Multiply-adds of one lane, whatever the open seat. */
    long cost();

    /**
     * The partial derivative by one operand, [number][lane].
     *
     * @param spaces the blocks of x, y and z; the one at {@code seat} is overwritten
     */
    void open(int seat, Object[] spaces, LaneLoops loops, int lanes);

    /**
     * At each of some points a fixed small form of fields: Σ_points Σ_terms factor · x[a][point] · y[b][point] · z[c][point].
     *
     * @param points how many
     * @param fields how many x, y and z have
     * @param terms the small form
     */
    record Pointwise(int points, List<Integer> fields, List<Term> terms) implements SlabCore {
        /** A term: the fields of x, y and z that are multiplied, and a factor. */
        public record Term(int x, int y, int z, double factor) {
            int field(int seat) {
                return seat == 0 ? x : seat == 1 ? y : z;
            }
        }

        public Pointwise {
            fields = List.copyOf(fields);
            terms = List.copyOf(terms);
        }

        /** One field each, multiplied. */
        public static Pointwise product(int points) {
            return new Pointwise(points, List.of(1, 1, 1), List.of(new Term(0, 0, 0, 1)));
        }

        @Override
        public int size(int seat) {
            return points * fields.get(seat);
        }

        @Override
        public long cost() {
            return (long) points * terms.size();
        }

        @Override
        public void open(int seat, Object[] spaces, LaneLoops loops, int lanes) {
            int first = seat == 0 ? 1 : 0;
            int second = seat == 2 ? 1 : 2;
            int length = points * lanes;
            boolean[] written = new boolean[fields.get(seat)];
            for (Term t : terms) {
                int out = t.field(seat);
                PointwiseLoops.multiply(
                        t.factor(),
                        spaces[first],
                        t.field(first) * length,
                        spaces[second],
                        t.field(second) * length,
                        spaces[seat],
                        out * length,
                        length,
                        written[out]);
                written[out] = true;
            }
        }
    }

    /**
     * All products of a component of x and one of y: Σ_ij x_i y_j z_ij.
     *
     * @param rows components of x
     * @param columns components of y
     */
    record Outer(int rows, int columns) implements SlabCore {
        @Override
        public int size(int seat) {
            return seat == 0 ? rows : seat == 1 ? columns : rows * columns;
        }

        @Override
        public long cost() {
            return (long) rows * columns;
        }

        @Override
        public void open(int seat, Object[] spaces, LaneLoops loops, int lanes) {
            int row = columns * lanes;
            int tile = loops.matrixTile();
            if (seat == 2) {
                int whole = columns - columns % tile;
                for (int p = 0; p < rows; p += tile) {
                    int pTile = Math.min(tile, rows - p);
                    loops.program()
                            .matrices(
                                    pTile, tile, p, 0, whole, 1, spaces[0], lanes, lanes, spaces[1], lanes, lanes,
                                    spaces[2], row, lanes, lanes);
                    if (whole < columns) {
                        loops.program()
                                .matrices(
                                        pTile,
                                        columns - whole,
                                        p,
                                        whole,
                                        columns,
                                        1,
                                        spaces[0],
                                        lanes,
                                        lanes,
                                        spaces[1],
                                        lanes,
                                        lanes,
                                        spaces[2],
                                        row,
                                        lanes,
                                        lanes);
                    }
                }
                return;
            }
            // x_i = Σ_j z_ij y_j, y_j = Σ_i z_ij x_i
            int count = size(seat);
            int inner = size(1 - seat);
            for (int p = 0; p < count; p += tile) {
                int pTile = Math.min(tile, count - p);
                loops.program()
                        .matrices(
                                pTile,
                                1,
                                p,
                                0,
                                1,
                                inner,
                                spaces[2],
                                seat == 0 ? row : lanes,
                                seat == 0 ? lanes : row,
                                spaces[1 - seat],
                                lanes,
                                0,
                                spaces[seat],
                                lanes,
                                0,
                                lanes);
            }
        }
    }

    /**
     * The trace of X Y Zᵀ of square matrices.
     *
     * @param order rows of the matrices, whose numbers are in row-major order
     */
    record Matrices(int order) implements SlabCore {
        @Override
        public int size(int seat) {
            return order * order;
        }

        @Override
        public long cost() {
            return (long) order * order * order;
        }

        @Override
        public void open(int seat, Object[] spaces, LaneLoops loops, int lanes) {
            int row = order * lanes;
            int tile = loops.matrixTile();
            // Z = X Y, X = Z Yᵀ, Y = Xᵀ Z
            Object a = spaces[seat == 0 ? 2 : 0];
            Object b = spaces[seat == 1 ? 2 : 1];
            int aP = seat == 1 ? lanes : row;
            int aS = seat == 1 ? row : lanes;
            int bS = seat == 0 ? lanes : row;
            int bQ = seat == 0 ? row : lanes;
            for (int p = 0; p < order; p += tile) {
                int pTile = Math.min(tile, order - p);
                int whole = order - order % tile;
                loops.program()
                        .matrices(
                                pTile, tile, p, 0, whole, order, a, aP, aS, b, bS, bQ, spaces[seat], row, lanes, lanes);
                if (whole < order) {
                    loops.program()
                            .matrices(
                                    pTile,
                                    order - whole,
                                    p,
                                    whole,
                                    order,
                                    order,
                                    a,
                                    aP,
                                    aS,
                                    b,
                                    bS,
                                    bQ,
                                    spaces[seat],
                                    row,
                                    lanes,
                                    lanes);
                }
            }
        }
    }
}
