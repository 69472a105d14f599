package org.gaunt.kernel.trilinear;

/** What the maps of functions on the sphere have in common. */
public final class SphereMaps {
    private SphereMaps() {}

    static int components(int l) {
        return (l + 1) * (l + 1);
    }

    static void check(int l1, int l2, int l3, int channels) {
        if (l1 < 0 || l2 < 0 || l3 < 0 || l3 > l1 + l2 || channels < 1) {
            throw new IllegalArgumentException("degrees 0.." + l1 + " and 0.." + l2 + " multiply to degrees 0.."
                    + (l1 + l2) + "; wanted 0.." + l3 + " with " + channels
                    + " channels: give degrees from 0, an output within reach, and 1 channel or more");
        }
    }

    /** At least this many equispaced points, with quarter turns among their symmetries. */
    public static int symmetricPoints(int least) {
        return least <= 1 ? 1 : Math.ceilDiv(least, 4) * 4;
    }
}
