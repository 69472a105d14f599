package org.gaunt.kernel.trilinear;

/**
 * How the components m = -l..l of a row are ordered where a form sees them: 0, then the sine and the cosine of each m = 1, 2 ..., so that
 * both lie side by side.
 */
public final class Waves {
    private Waves() {}

    /** How many components there are for waves up to m = l. */
    public static int count(int l) {
        return 2 * l + 1;
    }

    /** The place of component m; negative m are sines. */
    public static int place(int m) {
        return m == 0 ? 0 : m > 0 ? 2 * m : -2 * m - 1;
    }
}
