package org.gaunt.product;

/** A way to compute a product; all routes of a product give the same numbers, up to rounding. */
public enum Route {
    /** Generated code with the nonzero coefficients as constants. */
    SPARSE("generated code from the table of coefficients"),
    /** The same for products of channels, whose weighted sums over channels are matrix products. */
    GEMM("generated code for the components, matrix products for the channels"),
    /** Evaluate at the points of a sphere grid, multiply there, integrate. */
    GRID("the sphere grid"),
    /** Convolve coefficients of waves in both angles. */
    FOURIER("the Fourier basis"),
    /** Multiply the matrices that hold the irreps. */
    MATRIX("products of small matrices"),
    /** A sum of products of three vectors. */
    FACTORED("the factors of its decomposition");

    private final String words;

    Route(String words) {
        this.words = words;
    }

    /** A few words for people. */
    public String words() {
        return words;
    }
}
