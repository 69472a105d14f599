package org.gaunt.regression;

/**
 * What a {@link Segnn} takes from its training data; kept with the model, not trained.
 *
 * @param particles in each system
 * @param drift the displacement is predicted as drift times velocity plus what the network says, in units of time
 * @param scale root mean square of what is then left, the unit of the network's result
 * @param length root mean square of a coordinate from the centre of its system
 * @param speed root mean square of a velocity's coordinate
 * @param nearest least distance of two particles
 * @param farthest largest distance of two particles
 */
public record SegnnData(
        int particles, double drift, double scale, double length, double speed, double nearest, double farthest) {

    /** Checks the numbers. */
    public SegnnData {
        if (particles < 2
                || !Double.isFinite(drift)
                || !(scale > 0 && length > 0 && speed > 0 && nearest > 0 && farthest > nearest)) {
            throw new IllegalArgumentException("systems of at least 2 particles need a finite drift, scales above 0 and"
                    + " distances that differ, not particles " + particles + ", drift " + drift + ", scale " + scale
                    + ", length " + length + ", speed " + speed + ", distances from " + nearest + " to " + farthest);
        }
    }

    /** The constants of a training set; scales that are zero there become 1. */
    public static SegnnData of(Particles p) {
        int n = p.particles();
        double vv = 0;
        double dv = 0;
        double dd = 0;
        double xx = 0;
        double nearest = Double.POSITIVE_INFINITY;
        double farthest = 0;
        for (int s = 0; s < p.systems(); s++) {
            double[] centre = ParticleFeatures.centre(p, s);
            for (int i = s * n; i < (s + 1) * n; i++) {
                for (int c = 0; c < 3; c++) {
                    double v = p.velocities()[3 * i + c];
                    double d = p.targets()[3 * i + c] - p.positions()[3 * i + c];
                    double x = p.positions()[3 * i + c] - centre[c];
                    vv += v * v;
                    dv += d * v;
                    dd += d * d;
                    xx += x * x;
                }
                for (int j = s * n; j < i; j++) {
                    double r = distance(p.positions(), i, j);
                    nearest = Math.min(nearest, r);
                    farthest = Math.max(farthest, r);
                }
            }
        }
        int count = 3 * n * p.systems();
        double drift = vv == 0 ? 0 : dv / vv;
        double rest = dd - drift * dv;
        return new SegnnData(
                n, drift, root(rest, count), root(xx, count), root(vv, count), nearest, farthest * (1 + 1e-9) + 1e-9);
    }

    private static double root(double sum, int count) {
        return sum > 0 ? Math.sqrt(sum / count) : 1;
    }

    private static double distance(double[] r, int i, int j) {
        double sum = 0;
        for (int c = 0; c < 3; c++) {
            double d = r[3 * i + c] - r[3 * j + c];
            sum += d * d;
        }
        return Math.sqrt(sum);
    }
}
