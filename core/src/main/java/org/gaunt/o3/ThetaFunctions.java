package org.gaunt.o3;

/**
 * The part of real spherical harmonics that depends on the polar angle: Y_lm = T_l|m|(beta) times 1, cos(m alpha) for m > 0 or
 * sin(|m| alpha) for m < 0, harmonics of integral normalisation.
 */
final class ThetaFunctions {
    private ThetaFunctions() {}

    /**
     * All T_lm at one angle, by the stable recursion in the degree.
     *
     * @return [l][m], m = 0..l
     */
    static double[][] at(int lmax, double cos, double sin) {
        double[][] t = new double[lmax + 1][];
        for (int l = 0; l <= lmax; l++) {
            t[l] = new double[l + 1];
        }
        double diagonal = 0.5 / Math.sqrt(Math.PI);
        for (int m = 0; m <= lmax; m++) {
            if (m > 0) {
                diagonal *= sin * Math.sqrt((m == 1 ? 2.0 : 1.0) * (2 * m + 1) / (2.0 * m));
            }
            double before = 0;
            double current = diagonal;
            t[m][m] = current;
            for (int l = m + 1; l <= lmax; l++) {
                double a = Math.sqrt((4.0 * l * l - 1) / ((double) l * l - m * m));
                double b = l > m + 1 ? Math.sqrt(((l - 1.0) * (l - 1.0) - m * m) / (4.0 * (l - 1) * (l - 1) - 1)) : 0;
                double next = a * (cos * current - b * before);
                before = current;
                current = next;
                t[l][m] = current;
            }
        }
        return t;
    }
}
