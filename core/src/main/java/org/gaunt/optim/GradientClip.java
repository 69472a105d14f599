package org.gaunt.optim;

import org.gaunt.linalg.Parallel;

/** Shortens gradients that are too long, as PyTorch's {@code clip_grad_norm_} does. */
public final class GradientClip {

    private GradientClip() {}

    /**
     * Multiplies a gradient by min(1, limit / (norm + 1e-6)), the norm taken over all parameters.
     *
     * @param gradient changed in place
     * @param limit largest norm, more than 0; infinity leaves every finite gradient as it is
     * @return the norm before; when it is not finite, the gradient is left as it is
     */
    public static double byNorm(double[] gradient, double limit) {
        return byNorm(gradient, limit, Parallel.SERIAL);
    }

    /** The same, with the work shared out; the result does not depend on how. */
    public static double byNorm(double[] gradient, double limit, Parallel parallel) {
        double[] sums = new double[gradient.length / Parallel.CHUNK + 1];
        parallel.overRange(gradient.length, (from, to) -> {
            double part = 0;
            for (int i = from; i < to; i++) {
                part += gradient[i] * gradient[i];
            }
            sums[from / Parallel.CHUNK] = part;
        });
        double sum = 0;
        for (double part : sums) {
            sum += part;
        }
        double norm = Math.sqrt(sum);
        double factor = limit / (norm + 1e-6);
        if (factor < 1 && Double.isFinite(norm)) {
            for (int i = 0; i < gradient.length; i++) {
                gradient[i] *= factor;
            }
        }
        return norm;
    }
}
