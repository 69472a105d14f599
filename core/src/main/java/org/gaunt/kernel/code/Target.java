package org.gaunt.kernel.code;

import java.util.List;
import org.gaunt.linalg.Precision;

/**
 * The machine that code is generated for, with everything that generators and schedules must know of it: arithmetic, and the sizes that
 * measurement found best.
 *
 * <p>An immutable value that is handed on explicitly; {@link #of} derives it from a provider. Sizes change speed, and where they change
 * the order of sums the last bits; they never change what is computed.
 *
 * @param provider the arithmetic
 * @param code what the just-in-time compiler takes
 * @param products tiles and passes of matrix products
 * @param lanes tiles of loops over blocks of lanes
 * @param transposes blocks of transpositions
 * @param convolutions tiles of convolutions
 * @param polynomialRows rows of a polynomial that are worked on together: their vectors are independent of each other and share the
 *     loads of coefficients and indices
 * @param blocks working sets of products on the sphere, in the Fourier basis and by matrices
 */
public record Target(
        Provider provider,
        Code code,
        Products products,
        LaneTiles lanes,
        Transposes transposes,
        Convolutions convolutions,
        int polynomialRows,
        Blocks blocks) {

    /**
     * Limits of generated methods.
     *
     * @param bytes methods of this many bytes and more are never compiled by HotSpot ({@code -XX:-DontCompileHugeMethods} aside)
     * @param operations operations that a piece of straight-line code may hold, loads included; with the stores of what is kept it
     *     becomes up to 150 of 11 bytes of code each. From about 170 on HotSpot's first compiler runs out of virtual registers, because
     *     it inlines the vector operations, and the method never reaches the second one, the only one that makes vector instructions:
     *     it stays fifty times slower. Compile time, too, grows faster than a piece, and calls of short pieces cost little
     * @param sums sums over lanes that one method may hold
     */
    public record Code(int bytes, int operations, int sums) {}

    /**
     * Sizes of matrix products.
     *
     * @param rows heights of the tiles, the largest first: six rows by two vectors and the three operands of a multiply-add fill
     *     sixteen registers
     * @param vectors widths of the tiles in vectors, the largest first
     * @param rowBytes bytes of left rows that stay in the second-level cache while the panels of the right matrix pass
     * @param leastRows least rows per pass over the right matrix, whose panels are packed in each
     * @param sumRows rows that a sum over rows adds up in registers: the panels of this many rows stay in the first-level cache even
     *     where the distance of rows maps them to a quarter of it; twice as many were slower by a tenth
     * @param packedRows rows from which on it pays to pack a panel of the right matrix. (Packing the right matrix of a sum over rows
     *     made the compiler spill sums: 38 instead of 56 GFLOP/s.)
     * @param unrolledRows rows of a sum over rows per turn of the innermost loop, in tiles of {@code manySums}. The compiler keeps one
     *     of the sums in memory between turns; eight rows make that rare (measured: 42, 52, 56 and 67 GFLOP/s with 1, 2, 4 and 8 rows,
     *     of 88). Smaller tiles have registers to spare
     * @param manySums sums of a tile from which on its loop is unrolled
     */
    public record Products(
            List<Integer> rows,
            List<Integer> vectors,
            int rowBytes,
            int leastRows,
            int sumRows,
            int packedRows,
            int unrolledRows,
            int manySums) {
        public Products {
            rows = List.copyOf(rows);
            vectors = List.copyOf(vectors);
        }
    }

    /**
     * Tiles of {@code LaneLoops}.
     *
     * @param rows sizes of the groups of rows of a constant matrix, the largest first
     * @param narrowest numbers of lanes are multiples of so many vectors
     * @param widest vectors of the widest tile, where its sums and operands fit into the registers
     * @param matrix rows and columns of the largest tile of a product of matrices
     */
    public record LaneTiles(List<Integer> rows, int narrowest, int widest, int matrix) {
        public LaneTiles {
            rows = List.copyOf(rows);
        }
    }

    /**
     * Sizes of transpositions.
     *
     * @param columns columns of a square that one method makes: with more, HotSpot's first compiler may run out of virtual registers
     * @param block rows and columns turned at a time where no vectors are used, so that each cache line is fetched once
     */
    public record Transposes(int columns, int block) {}

    /**
     * Sizes of convolutions.
     *
     * @param matrix numbers of M that the code for a path takes; paths with more are computed in parts, components of z apart. With
     *     twice as many the compiler took minutes to share out the registers
     * @param sums sums of a tile; with their factors they stay in sixteen registers, whatever order the compiler computes them in
     * @param contracted edges whose gradients are contracted at once: their sums do not wait for one another
     */
    public record Convolutions(int matrix, int sums, int contracted) {
        /** Edges whose gradients are contracted at once, a divisor of the lanes of a vector. */
        public int contracted(int lanes) {
            return Math.min(contracted, lanes);
        }
    }

    /**
     * Working sets of trilinear products.
     *
     * @param panel pairs of rows and channels side by side: calls of generated code are worth their while, and what is in flight stays
     *     in the second-level cache
     * @param slabBytes bytes that should stay in the second-level cache while a slab is worked on
     * @param mostLanes lanes of a slab at most
     * @param coupleBytes bytes of a component of all pairs of a block: what a couple of degrees takes should stay in the first-level
     *     cache
     * @param rings rings of a grid that are worked on at a time, a group of rows of a constant matrix
     * @param products products of a decomposition that are worked on at a time: few enough for the first-level cache
     */
    public record Blocks(int panel, int slabBytes, int mostLanes, int coupleBytes, int rings, int products) {}

    /** The target of a provider, with the sizes that were measured to be best (docs/notebook). */
    public static Target of(Provider provider) {
        return new Target(
                provider,
                new Code(GeneratedClass.LIMIT, 105, 100),
                new Products(List.of(6, 4, 2, 1), List.of(2, 1), 128 * 1024, 96, 72, 24, 8, 12),
                new LaneTiles(List.of(6, 5, 4, 3, 2, 1), 2, 4, 3),
                new Transposes(8, 16),
                new Convolutions(28, 6, 4),
                4,
                new Blocks(64, 256 * 1024, 64, 128, 6, 48));
    }

    /** The target of this processor, see {@link Provider#detect}. */
    public static Target detect() {
        return of(Provider.detect());
    }

    /** How many numbers one operation handles. */
    public int lanes(Precision precision) {
        return provider.lanes(precision);
    }

    @Override
    public String toString() {
        return provider.toString();
    }
}
