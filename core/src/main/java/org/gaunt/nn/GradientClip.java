package org.gaunt.nn;

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
        double sum = 0;
        for (double g : gradient) {
            sum += g * g;
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
