package org.gaunt.regression;

import java.util.Arrays;
import org.gaunt.linalg.ArraySize;
import org.gaunt.o3.SphericalHarmonics;
import org.gaunt.o3.SphericalHarmonics.Normalization;

/**
 * What the network is told of each system, computed once: it does not depend on the weights.
 *
 * <p>All particles of a system are neighbours: n (n - 1) edges, by receiver, then by sender. Edge vectors are receiver minus sender.
 * Harmonics have length 1 in every degree: longer ones make features grow from product to product, since those along a
 * direction meet the same direction again.
 *
 * <ul>
 *   <li>edge attributes: harmonics of the edge's direction;
 *   <li>edge scalars: functions of the distance (Gaussians in its logarithm), the same times the product of both charges, that product,
 *       speed of approach and relative speed, and 1;
 *   <li>node attributes: the mean of a particle's edge attributes plus the harmonics of its velocity, 1 at degree 0 (Brandstetter et
 *       al., ICLR 2022, arXiv:2110.02905, section 4: attributes carry geometry and physics); those of a slow velocity fade to zero;
 *   <li>node inputs: {@value #SCALARS} scalars, then {@value #VECTORS} vectors [xyz][vector]: velocity and place from the centre.
 * </ul>
 */
final class ParticleFeatures {

    static final int SCALARS = 4;
    static final int VECTORS = 2;
    /** Speeds below this part of the mean one have a direction that counts less. */
    private static final double SLOW = 0.1;

    private static final double AMPLITUDE = 2;

    final int systems;
    final int particles;
    final int attributes;
    final int edgeScalars;
    final double[] edgeAttribute;
    final double[] edgeScalar;
    final double[] nodeAttribute;
    final double[] nodeInput;

    private final SegnnData data;
    private final int radial;
    private final SphericalHarmonics harmonics;

    ParticleFeatures(Particles p, SegnnConfig config, SegnnData data) {
        if (p.particles() != data.particles()) {
            throw new IllegalArgumentException(
                    "the model is of systems of " + data.particles() + " particles, not of " + p.particles());
        }
        this.data = data;
        radial = config.radialBasis();
        harmonics = SphericalHarmonics.of(config.lmaxAttributes(), Normalization.NORM, true);
        systems = p.systems();
        particles = p.particles();
        attributes = harmonics.dim();
        edgeScalars = edgeScalars(config);
        int nodes = ArraySize.of(systems, particles);
        edgeAttribute = new double[ArraySize.of(nodes, particles - 1, attributes)];
        edgeScalar = new double[ArraySize.of(nodes, particles - 1, edgeScalars)];
        nodeAttribute = new double[ArraySize.of(nodes, attributes)];
        nodeInput = new double[ArraySize.of(nodes, SCALARS + 3 * VECTORS)];
        for (int s = 0; s < systems; s++) {
            system(p, s);
        }
    }

    /** Numbers of {@link #edgeScalar} for an edge. */
    static int edgeScalars(SegnnConfig config) {
        return 2 * config.radialBasis() + 4;
    }

    /** The mean position of a system. */
    static double[] centre(Particles p, int system) {
        double[] centre = new double[3];
        int n = p.particles();
        for (int i = system * n; i < (system + 1) * n; i++) {
            for (int c = 0; c < 3; c++) {
                centre[c] += p.positions()[3 * i + c] / n;
            }
        }
        return centre;
    }

    private void system(Particles p, int system) {
        double[] centre = centre(p, system);
        int first = system * particles;
        for (int k = 0; k < particles; k++) {
            int i = first + k;
            double charges = 0;
            for (int m = 0; m < particles; m++) {
                if (m != k) {
                    int edge = i * (particles - 1) + (m < k ? m : m - 1);
                    edge(p, edge, i, first + m);
                    charges += p.charges()[i] * p.charges()[first + m] / (particles - 1);
                }
            }
            node(p, i, centre, charges);
        }
    }

    private void node(Particles p, int i, double[] centre, double charges) {
        double[] v = Arrays.copyOfRange(p.velocities(), 3 * i, 3 * i + 3);
        double[] x = new double[3];
        for (int c = 0; c < 3; c++) {
            v[c] /= data.speed();
            x[c] = (p.positions()[3 * i + c] - centre[c]) / data.length();
        }
        double speed = length(v);
        int at = i * (SCALARS + 3 * VECTORS);
        nodeInput[at] = 1;
        nodeInput[at + 1] = speed;
        nodeInput[at + 2] = length(x);
        nodeInput[at + 3] = charges;
        for (int c = 0; c < 3; c++) {
            nodeInput[at + SCALARS + VECTORS * c] = v[c];
            nodeInput[at + SCALARS + VECTORS * c + 1] = x[c];
        }
        double[] y = harmonics.values(v[0], v[1], v[2]);
        double fade = speed / Math.sqrt(speed * speed + SLOW * SLOW);
        nodeAttribute[i * attributes] = 1;
        for (int a = 1; a < attributes; a++) {
            double sum = 0;
            for (int e = i * (particles - 1); e < (i + 1) * (particles - 1); e++) {
                sum += edgeAttribute[e * attributes + a];
            }
            nodeAttribute[i * attributes + a] = sum / (particles - 1) + fade * y[a];
        }
    }

    private void edge(Particles p, int edge, int receiver, int sender) {
        double[] r = new double[3];
        double[] v = new double[3];
        double approach = 0;
        for (int c = 0; c < 3; c++) {
            r[c] = p.positions()[3 * receiver + c] - p.positions()[3 * sender + c];
            v[c] = (p.velocities()[3 * receiver + c] - p.velocities()[3 * sender + c]) / data.speed();
            approach += r[c] * v[c];
        }
        double distance = length(r);
        double[] y = harmonics.values(r[0], r[1], r[2]);
        System.arraycopy(y, 0, edgeAttribute, edge * attributes, attributes);
        double charges = p.charges()[receiver] * p.charges()[sender];
        double from = Math.log(data.nearest());
        double step = (Math.log(data.farthest()) - from) / (radial - 1);
        int at = edge * edgeScalars;
        for (int k = 0; k < radial; k++) {
            double t = (Math.log(distance) - from) / step - k;
            double value = AMPLITUDE * Math.exp(-t * t / 2);
            edgeScalar[at + k] = value;
            edgeScalar[at + radial + k] = charges * value;
        }
        edgeScalar[at + 2 * radial] = charges;
        edgeScalar[at + 2 * radial + 1] = approach / distance;
        edgeScalar[at + 2 * radial + 2] = length(v);
        edgeScalar[at + 2 * radial + 3] = 1;
    }

    private static double length(double[] v) {
        return Math.sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2]);
    }
}
