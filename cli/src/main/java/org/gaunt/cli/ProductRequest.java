package org.gaunt.cli;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.gaunt.decomposition.CpDecomposition;
import org.gaunt.decomposition.SharedProducts;
import org.gaunt.decomposition.SparseTensor;
import org.gaunt.o3.Irrep;
import org.gaunt.o3.Irreps;
import org.gaunt.o3.MulIrrep;
import org.gaunt.product.ClebschGordan;
import org.gaunt.product.ConnectionMode;
import org.gaunt.product.CpFactors;
import org.gaunt.product.GauntProducts;
import org.gaunt.product.MatrixProducts;
import org.gaunt.product.ProductSpec;
import org.gaunt.product.SphereSignal;
import org.gaunt.product.VectorGauntProducts;
import org.jspecify.annotations.Nullable;

/**
 * A product as a user asks for it, and the product it is.
 *
 * @param in1 irreps of the first input
 * @param in2 irreps of the second input
 * @param out irreps of the output; null for all that can be reached
 * @param mode how channels are connected in a Clebsch-Gordan product; null for uvw with an output, uvuv without
 * @param approximation of a decomposed product
 */
record ProductRequest(
        Irreps in1,
        Irreps in2,
        @Nullable Irreps out,
        ProductKind kind,
        @Nullable ConnectionMode mode,
        Approximation approximation) {

    private static final int MOST_DEGREE = 16;

    /**
     * A product.
     *
     * @param notes what else is to be said
     */
    record Answer(ProductSpec spec, List<String> notes) {}

    /**
     * How exactly a decomposition represents the product.
     *
     * @param rank the number of products; null for the smallest that is found to meet the tolerance
     * @param tolerance the largest relative error
     */
    record Approximation(@Nullable Integer rank, double tolerance) {}

    /** @throws IllegalArgumentException if there is no such product; the message has the values and the remedy */
    Answer resolve() {
        if (in1.dim() == 0 || in2.dim() == 0) {
            throw new IllegalArgumentException("an input without channels has no products: the inputs are '" + in1
                    + "' and '" + in2 + "'; write irreps such as 4x0e+4x1o");
        }
        if (mode != null && kind != ProductKind.CLEBSCH_GORDAN && kind != ProductKind.CP) {
            throw new IllegalArgumentException("a " + kind.word() + " product works channel by channel and has no mode "
                    + mode + "; leave out --mode, or take --kind clebsch-gordan");
        }
        return switch (kind) {
            case CLEBSCH_GORDAN -> clebschGordan();
            case GAUNT -> gaunt();
            case MATRIX -> matrix();
            case VECTOR_GAUNT -> vectorGaunt();
            case CP -> decomposed();
        };
    }

    private Answer clebschGordan() {
        ConnectionMode connection = mode != null ? mode : out == null ? ConnectionMode.UVUV : ConnectionMode.UVW;
        boolean mixes = connection == ConnectionMode.UVW
                || connection == ConnectionMode.UUW
                || connection == ConnectionMode.U_TRIANGLE_W;
        ClebschGordan product = mixes ? mixing(connection) : ownOutputs(connection);
        return new Answer(product.spec(), List.of());
    }

    /** Every pair of terms to every term of the output. */
    private ClebschGordan mixing(ConnectionMode connection) {
        Irreps wanted = out != null ? out : reachable(in1.get(0).mul());
        return ClebschGordan.fullyConnected(in1, in2, wanted, connection);
    }

    /** One term of the output for each path into an irrep that is wanted. */
    private ClebschGordan ownOutputs(ConnectionMode connection) {
        boolean weighted = connection != ConnectionMode.UVUV;
        ClebschGordan product =
                ClebschGordan.ownOutputs(in1, in2, connection, weighted, ir -> out == null || out.contains(ir));
        if (out != null) {
            requireReached(product.out());
        }
        return product;
    }

    private void requireReached(Irreps reached) {
        Irreps wanted = out == null ? reached : out;
        for (MulIrrep term : wanted.terms()) {
            if (!reached.contains(term.ir())) {
                throw new IllegalArgumentException("no path of " + in1 + " x " + in2 + " reaches " + term.ir()
                        + " of the output " + wanted + "; the product contains " + reachable(1) + ": drop the term");
            }
        }
    }

    /** Every irrep of the product once, with a multiplicity. */
    private Irreps reachable(int mul) {
        return new Irreps(in1.tensorProduct(in2).terms().stream()
                .map(t -> new MulIrrep(mul, t.ir()))
                .toList());
    }

    private Answer gaunt() {
        Irreps wanted = out != null ? out : natural(in1.lmax() + in2.lmax());
        return new Answer(GauntProducts.of(in1, in2, wanted), List.of());
    }

    private Irreps natural(int lmax) {
        return new Irreps(IntStream.rangeClosed(0, lmax)
                .mapToObj(l -> new MulIrrep(in1.get(0).mul(), Irrep.natural(l)))
                .toList());
    }

    private Answer matrix() {
        Irreps wanted = out != null ? out : natural(in1.lmax() + in2.lmax());
        return new Answer(
                MatrixProducts.of(in1, in2, wanted),
                List.of(
                        "Parities are ignored, all irreps count as even: the product respects rotations, not inversion."));
    }

    private Answer vectorGaunt() {
        int channels = in1.get(0).mul();
        SphereSignal x = signal(in1, channels, "the first input");
        SphereSignal y = signal(in2, channels, "the second input");
        int parity = x.parity() * y.parity();
        SphereSignal z;
        if (out != null) {
            z = signal(out, channels, "the output");
        } else {
            boolean numbers = x.rank() + y.rank() == 0;
            z = new SphereSignal(numbers ? 0 : 1, x.degree() + y.degree(), parity);
        }
        if (z.parity() != parity) {
            throw new IllegalArgumentException("the output " + out + " has the opposite parity of the product of " + in1
                    + " and " + in2 + "; write " + z.withParity(parity).irreps(channels));
        }
        return new Answer(
                VectorGauntProducts.of(x, y, z, channels, false),
                List.of("Functions on the sphere: " + x + " times " + y + " gives " + z + "."));
    }

    /** The function on the sphere whose coefficients have given irreps. */
    private static SphereSignal signal(Irreps irreps, int channels, String what) {
        for (int degree = 0; degree <= MOST_DEGREE; degree++) {
            for (int rank = 0; rank <= 1; rank++) {
                for (int parity = 1; parity >= -1; parity -= 2) {
                    SphereSignal signal = new SphereSignal(rank, degree, parity);
                    if (signal.irreps(channels).equals(irreps)) {
                        return signal;
                    }
                }
            }
        }
        throw new IllegalArgumentException(
                what + " of a vector Gaunt product is a function on the sphere, not " + irreps
                        + "; write the irreps of numbers, such as "
                        + SphereSignal.scalar(1).irreps(channels) + ", or of vectors, such as "
                        + SphereSignal.vector(1).irreps(channels) + ", all with " + channels + " channels");
    }

    private Answer decomposed() {
        int channels = in1.get(0).mul();
        Irreps wanted = out != null ? out : natural(Math.max(in1.lmax(), in2.lmax()));
        SharedProducts shared = new SharedProducts(degrees(in1), degrees(in2), degrees(wanted));
        SharedProducts.Mode connection = sharedMode(channels);
        int[] multiplicities = {channels, in2.get(0).mul(), wanted.get(0).mul()};
        SparseTensor tensor = shared.tensor();
        Integer rank = approximation.rank();
        CpFactors factors = rank == null
                ? CpDecomposition.standard().toTolerance(tensor, approximation.tolerance(), mostRank(tensor))
                : CpDecomposition.standard().ofRank(tensor, rank);
        return new Answer(
                shared.factored(factors, connection, multiplicities),
                List.of(
                        String.format(
                                Locale.ROOT,
                                "Rank %d: relative error %.2g; for every rotation the equivariance error is at most %.2g"
                                        + " times the norms of both inputs.",
                                factors.rank(),
                                factors.relativeError(),
                                factors.equivarianceBound()),
                        "All paths share their weights. Parities are ignored, all irreps count as even: the product"
                                + " respects rotations, not inversion."));
    }

    private SharedProducts.Mode sharedMode(int channels) {
        if (mode == null) {
            return in2.get(0).mul() == 1 && channels > 1 ? SharedProducts.Mode.UVU : SharedProducts.Mode.UUU_UNWEIGHTED;
        }
        return switch (mode) {
            case UVW -> SharedProducts.Mode.UVW;
            case UVU -> SharedProducts.Mode.UVU;
            case UVV -> SharedProducts.Mode.UVV;
            case UUW -> SharedProducts.Mode.UUW;
            case UUU -> SharedProducts.Mode.UUU;
            default ->
                throw new IllegalArgumentException("a decomposed product has the modes uvw, uvu, uvv, uuw and uuu, not "
                        + mode + "; choose one of them");
        };
    }

    /** Any table is a sum of as many products as the two smaller of its sides have pairs. */
    private static int mostRank(SparseTensor tensor) {
        int largest = Math.max(tensor.size(0), Math.max(tensor.size(1), tensor.size(2)));
        return tensor.size(0) * tensor.size(1) * tensor.size(2) / largest;
    }

    private static List<Integer> degrees(Irreps irreps) {
        for (MulIrrep term : irreps.terms()) {
            if (term.mul() != irreps.get(0).mul()) {
                throw new IllegalArgumentException("a decomposed product needs the same multiplicity in all terms, not "
                        + irreps + "; write for example 8x0e+8x1o");
            }
        }
        return irreps.terms().stream().map(t -> t.ir().l()).toList();
    }
}
