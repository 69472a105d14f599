package org.gaunt.sim.md;

/**
 * Random numbers that depend on seed, step and atom alone, not on the order in which they are asked for: the counter-based generator
 * Philox4x64-10 (Salmon, Moraes, Dror, Shaw, Parallel random numbers: as easy as 1, 2, 3, SC 2011). Normal numbers are those of Box and
 * Muller, by {@link StrictMath}, so that they have the same bits on every machine.
 */
final class Noise {
    /** What the numbers are for; each use has numbers of its own. */
    enum Use {
        /** Velocities at the start. */
        START(0),
        /** Kicks of atoms. */
        ATOMS(1),
        /** The thermostat of all atoms together. */
        THERMOSTAT(2),
        /** The cell. */
        CELL(3);

        private final long key;

        Use(long key) {
            this.key = key;
        }
    }

    private static final long MULTIPLIER_0 = 0xD2E7470EE14C6C93L;
    private static final long MULTIPLIER_1 = 0xCA5A826395121157L;
    private static final long WEYL_0 = 0x9E3779B97F4A7C15L;
    private static final long WEYL_1 = 0xBB67AE8584CAA73BL;
    private static final int ROUNDS = 10;
    private static final double UNIT = 0x1.0p-53;

    private final long seed;
    private final Use use;
    private final long[] block = new long[4];

    Noise(long seed, Use use) {
        this.seed = seed;
        this.use = use;
    }

    /**
     * Encrypts a counter.
     *
     * @param c the counter [4]; becomes the random numbers
     */
    static void philox(long[] c, long key0, long key1) {
        long k0 = key0;
        long k1 = key1;
        long c0 = c[0];
        long c1 = c[1];
        long c2 = c[2];
        long c3 = c[3];
        for (int round = 0; round < ROUNDS; round++) {
            long high0 = Math.unsignedMultiplyHigh(MULTIPLIER_0, c0);
            long high1 = Math.unsignedMultiplyHigh(MULTIPLIER_1, c2);
            long low0 = MULTIPLIER_0 * c0;
            long low1 = MULTIPLIER_1 * c2;
            c0 = high1 ^ c1 ^ k0;
            c1 = low1;
            c2 = high0 ^ c3 ^ k1;
            c3 = low0;
            k0 += WEYL_0;
            k1 += WEYL_1;
        }
        c[0] = c0;
        c[1] = c1;
        c[2] = c2;
        c[3] = c3;
    }

    private void draw(long step, long id, long number) {
        block[0] = step;
        block[1] = id;
        block[2] = number;
        block[3] = 0;
        philox(block, seed, use.key);
    }

    /** Above 0, at most 1. */
    private static double open(long bits) {
        return ((bits >>> 11) + 1) * UNIT;
    }

    /**
     * Four normal numbers of mean 0 and variance 1.
     *
     * @param id of the atom
     * @param number which four of this step and atom
     * @param into gets them [4]
     */
    void normal(long step, long id, long number, double[] into) {
        draw(step, id, number);
        for (int k = 0; k < 4; k += 2) {
            double radius = StrictMath.sqrt(-2 * StrictMath.log(open(block[k])));
            double angle = 2 * Math.PI * open(block[k + 1]);
            into[k] = radius * StrictMath.cos(angle);
            into[k + 1] = radius * StrictMath.sin(angle);
        }
    }

    /**
     * A number of the Gamma distribution with scale 1 (Marsaglia, Tsang, ACM Trans. Math. Softw. 26, 363 (2000)).
     *
     * @param shape above 0
     * @param number the first of the draws used for it; those above belong to it, too
     */
    double gamma(double shape, long step, long number) {
        if (shape < 1) {
            draw(step, 0, number);
            double u = open(block[0]);
            return gamma(shape + 1, step, number + 1) * StrictMath.pow(u, 1 / shape);
        }
        double d = shape - 1.0 / 3;
        double c = 1 / StrictMath.sqrt(9 * d);
        double[] normal = new double[4];
        for (long k = number; ; k += 2) {
            normal(step, 0, k, normal);
            double x = normal[0];
            double v = 1 + c * x;
            if (v <= 0) {
                continue;
            }
            v = v * v * v;
            draw(step, 0, k + 1);
            if (StrictMath.log(open(block[0])) < x * x / 2 + d - d * v + d * StrictMath.log(v)) {
                return d * v;
            }
        }
    }
}
