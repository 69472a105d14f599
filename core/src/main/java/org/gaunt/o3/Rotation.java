package org.gaunt.o3;

import java.util.random.RandomGenerator;

/**
 * A proper rotation, kept as a unit quaternion (w, x, y, z) with w at least 0.
 *
 * <p>Conversions follow e3nn: Euler angles are about y, x, y: R = R_y(alpha) R_x(beta) R_y(gamma), so that R takes the
 * polar axis y to the direction (alpha, beta). Angles are in radians.
 *
 * @param w the cosine of half the angle
 * @param x the sine of half the angle times the x component of the axis
 * @param y likewise
 * @param z likewise
 */
public record Rotation(double w, double x, double y, double z) {

    /** The rotation that does nothing. */
    public static final Rotation IDENTITY = new Rotation(1, 0, 0, 0);

    /**
     * Scales the quaternion to length 1 and w to at least 0.
     *
     * @throws IllegalArgumentException if the quaternion is zero or not finite
     */
    public Rotation {
        double norm = Math.sqrt(w * w + x * x + y * y + z * z);
        if (!(norm > 0) || !Double.isFinite(norm)) {
            throw new IllegalArgumentException("(" + w + ", " + x + ", " + y + ", " + z
                    + ") is not a quaternion of a rotation: it must be finite and not zero");
        }
        double scale = Math.copySign(1 / norm, w);
        w *= scale;
        x *= scale;
        y *= scale;
        z *= scale;
    }

    /**
     * The rotation R_y(alpha) R_x(beta) R_y(gamma).
     *
     * @param alpha last angle, about y
     * @param beta second angle, about x
     * @param gamma first angle, about y
     * @return the rotation
     */
    public static Rotation ofAngles(double alpha, double beta, double gamma) {
        return ofAxisAngle(0, 1, 0, alpha).after(ofAxisAngle(1, 0, 0, beta)).after(ofAxisAngle(0, 1, 0, gamma));
    }

    /**
     * The rotation about an axis.
     *
     * @param x component of the axis, which need not have length 1
     * @param y component of the axis
     * @param z component of the axis
     * @param angle in radians, counter-clockwise when the axis points at the viewer
     * @return the rotation
     * @throws IllegalArgumentException if the axis is zero
     */
    public static Rotation ofAxisAngle(double x, double y, double z, double angle) {
        double length = Math.sqrt(x * x + y * y + z * z);
        if (!(length > 0)) {
            throw new IllegalArgumentException("the axis of a rotation must not be zero");
        }
        double sin = Math.sin(angle / 2) / length;
        return new Rotation(Math.cos(angle / 2), sin * x, sin * y, sin * z);
    }

    /**
     * The rotation of a matrix.
     *
     * @param r an orthogonal matrix of determinant 1, shape [3][3]
     * @return the rotation
     * @throws IllegalArgumentException if the matrix is not orthogonal to 1e-6 or its determinant is -1
     */
    public static Rotation ofMatrix(double[][] r) {
        if (WignerD.checkedDeterminant(r) < 0) {
            throw new IllegalArgumentException(
                    "the matrix has determinant -1: it is a rotation and an inversion; rotate with its negative");
        }
        // Each row holds 4 q_k (w, x, y, z); the one with the largest q_k loses no digits.
        double[][] rows = {
            {1 + r[0][0] + r[1][1] + r[2][2], r[2][1] - r[1][2], r[0][2] - r[2][0], r[1][0] - r[0][1]},
            {r[2][1] - r[1][2], 1 + r[0][0] - r[1][1] - r[2][2], r[1][0] + r[0][1], r[2][0] + r[0][2]},
            {r[0][2] - r[2][0], r[1][0] + r[0][1], 1 - r[0][0] + r[1][1] - r[2][2], r[2][1] + r[1][2]},
            {r[1][0] - r[0][1], r[2][0] + r[0][2], r[2][1] + r[1][2], 1 - r[0][0] - r[1][1] + r[2][2]}
        };
        int best = 0;
        for (int k = 1; k < 4; k++) {
            if (rows[k][k] > rows[best][best]) {
                best = k;
            }
        }
        return new Rotation(rows[best][0], rows[best][1], rows[best][2], rows[best][3]);
    }

    /**
     * A rotation drawn evenly from all rotations (Haar measure).
     *
     * @param random the source
     * @return the rotation
     */
    public static Rotation random(RandomGenerator random) {
        return new Rotation(random.nextGaussian(), random.nextGaussian(), random.nextGaussian(), random.nextGaussian());
    }

    /**
     * This rotation after another.
     *
     * @param first the one done first
     * @return the product, whose matrix is this matrix times the other's
     */
    public Rotation after(Rotation first) {
        return new Rotation(
                w * first.w - x * first.x - y * first.y - z * first.z,
                w * first.x + x * first.w + y * first.z - z * first.y,
                w * first.y - x * first.z + y * first.w + z * first.x,
                w * first.z + x * first.y - y * first.x + z * first.w);
    }

    /** The rotation that undoes this one. */
    public Rotation inverse() {
        return new Rotation(w, -x, -y, -z);
    }

    /** The matrix R of v' = R v, a new array of shape [3][3]. */
    public double[][] matrix() {
        return new double[][] {
            {1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)},
            {2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)},
            {2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)}
        };
    }

    /**
     * The Euler angles (alpha, beta, gamma), a new array: beta in 0..pi, the others in -pi..pi. Where only alpha+gamma
     * or alpha-gamma matters (beta 0 or pi), the one returned is one of many.
     */
    public double[] angles() {
        // R takes y to (sin b sin a, cos b, sin b cos a); R's row y is (sin b sin c, cos b, -sin b cos c).
        double[][] r = matrix();
        double sin = Math.hypot(r[0][1], r[2][1]);
        double beta = Math.atan2(sin, r[1][1]);
        double sum = 2 * Math.atan2(y, w);
        double difference = 2 * Math.atan2(-z, x);
        if (sin < 1e-8) {
            return new double[] {wrap(r[1][1] > 0 ? sum : difference), beta, 0};
        }
        return new double[] {Math.atan2(r[0][1], r[2][1]), beta, Math.atan2(r[1][0], -r[1][2])};
    }

    private static double wrap(double angle) {
        return Math.IEEEremainder(angle, 2 * Math.PI);
    }

    /** The angle about the axis, 0..pi. */
    public double angle() {
        return 2 * Math.atan2(Math.sqrt(x * x + y * y + z * z), w);
    }

    /** The unit vector along the axis, a new array of shape [3]; (0, 1, 0) for the identity. */
    public double[] axis() {
        double length = Math.sqrt(x * x + y * y + z * z);
        return length == 0 ? new double[] {0, 1, 0} : new double[] {x / length, y / length, z / length};
    }

    /**
     * Rotates vectors.
     *
     * @param vectors shape [any][3] in row-major order
     * @return a new array of the same shape
     */
    public double[] apply(double[] vectors) {
        double[][] r = matrix();
        double[] rotated = new double[vectors.length];
        for (int v = 0; v + 2 < vectors.length; v += 3) {
            for (int i = 0; i < 3; i++) {
                rotated[v + i] = r[i][0] * vectors[v] + r[i][1] * vectors[v + 1] + r[i][2] * vectors[v + 2];
            }
        }
        return rotated;
    }
}
