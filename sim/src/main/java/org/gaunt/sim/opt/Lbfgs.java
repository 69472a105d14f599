package org.gaunt.sim.opt;

import java.util.ArrayList;
import java.util.List;

/**
 * L-BFGS without a line search: the inverse Hessian of the last steps (two-loop recursion; Liu and Nocedal 1989, Nocedal and Wright
 * algorithm 7.4) from a diagonal one, with steps of bounded length. Pairs of negative curvature are left out.
 */
final class Lbfgs implements Optimizer {
    private static final int MEMORY = 100;

    /** Curvature at the start, eV/Å². */
    private static final double CURVATURE = 70;

    private final List<double[]> steps = new ArrayList<>();
    private final List<double[]> changes = new ArrayList<>();
    private double[] lastX = {};
    private double[] lastF = {};

    @Override
    public double[] step(double[] x, double[] f) {
        remember(x, f);
        double[] q = f.clone();
        double[] alpha = new double[steps.size()];
        for (int k = steps.size() - 1; k >= 0; k--) {
            alpha[k] = Optimizer.dot(steps.get(k), q) / Optimizer.dot(steps.get(k), changes.get(k));
            add(q, -alpha[k], changes.get(k));
        }
        for (int i = 0; i < q.length; i++) {
            q[i] /= CURVATURE;
        }
        for (int k = 0; k < steps.size(); k++) {
            double beta = Optimizer.dot(changes.get(k), q) / Optimizer.dot(steps.get(k), changes.get(k));
            add(q, alpha[k] - beta, steps.get(k));
        }
        if (Optimizer.dot(q, f) <= 0) { // not downhill: forget what was learnt
            steps.clear();
            changes.clear();
            for (int i = 0; i < q.length; i++) {
                q[i] = f[i] / CURVATURE;
            }
        }
        return Optimizer.bounded(q);
    }

    private void remember(double[] x, double[] f) {
        if (lastX.length > 0) {
            double[] s = new double[x.length];
            double[] y = new double[x.length];
            for (int i = 0; i < x.length; i++) {
                s[i] = x[i] - lastX[i];
                y[i] = lastF[i] - f[i];
            }
            if (Optimizer.dot(s, y) > 0) {
                steps.add(s);
                changes.add(y);
            }
            if (steps.size() > MEMORY) {
                steps.removeFirst();
                changes.removeFirst();
            }
        }
        lastX = x.clone();
        lastF = f.clone();
    }

    private static void add(double[] to, double factor, double[] what) {
        for (int i = 0; i < to.length; i++) {
            to[i] += factor * what[i];
        }
    }
}
