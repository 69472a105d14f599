package org.gaunt.sim.opt;

import java.util.Arrays;

/**
 * FIRE: dynamics whose velocity is turned towards the force and stopped where it points uphill (Bitzek, Koskinen, Gähler, Moseler, Gumbsch,
 * Phys. Rev. Lett. 97, 170201 (2006)); its parameters are the article's, masses are 1.
 */
final class Fire implements Optimizer {
    private static final double START = 0.1;
    private static final double LARGEST = 1;
    private static final int PATIENCE = 5;
    private static final double GROWTH = 1.1;
    private static final double DECAY = 0.5;
    private static final double MIXING = 0.1;
    private static final double MIXING_DECAY = 0.99;

    private double[] velocity = {};
    private double timestep = START;
    private double mixing = MIXING;
    private int downhill;

    @Override
    public double[] step(double[] x, double[] f) {
        if (velocity.length == 0) {
            velocity = new double[f.length];
        } else {
            turn(f);
        }
        double[] step = new double[f.length];
        for (int i = 0; i < f.length; i++) {
            velocity[i] += timestep * f[i];
            step[i] = timestep * velocity[i];
        }
        return Optimizer.bounded(step);
    }

    private void turn(double[] f) {
        double power = Optimizer.dot(f, velocity);
        if (power > 0) {
            double ratio = Math.sqrt(Optimizer.dot(velocity, velocity) / Optimizer.dot(f, f));
            for (int i = 0; i < f.length; i++) {
                velocity[i] = (1 - mixing) * velocity[i] + mixing * f[i] * ratio;
            }
            if (downhill > PATIENCE) {
                timestep = Math.min(timestep * GROWTH, LARGEST);
                mixing *= MIXING_DECAY;
            }
            downhill++;
        } else {
            Arrays.fill(velocity, 0);
            mixing = MIXING;
            timestep *= DECAY;
            downhill = 0;
        }
    }
}
