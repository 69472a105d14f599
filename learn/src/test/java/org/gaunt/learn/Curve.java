package org.gaunt.learn;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.gaunt.linalg.Precision;
import org.gaunt.nn.Initializer;
import org.gaunt.nn.Parameters;

/**
 * An objective that is differentiated by hand: curves a exp(-b x) + c x + offset of the kind, fitted to points and slopes.
 *
 * <p>The loss is weight * mean of squared errors of points + 10 * mean of those of slopes; the weight is 1 in the first stage.
 */
final class Curve implements Objective<Curve.Worker> {

    static final double[] TRUTH = {1.5, 0.8, -0.4, 0.3, -0.2};

    private final Parameters parameters;
    private final Points training;
    private final Points validation;
    private final double stageTwoWeight;

    Curve(long seed, Points training, Points validation, double stageTwoWeight) {
        this(seed, training, validation, stageTwoWeight, 2);
    }

    private Curve(long seed, Points training, Points validation, double stageTwoWeight, int kinds) {
        parameters = Parameters.builder()
                .add("curve", true, Initializer.ZERO, 3)
                .add("offset", false, Initializer.ZERO, kinds)
                .build(0);
        RandomGenerator random = random(seed);
        for (int i = 0; i < 3; i++) {
            parameters.values()[i] = random.nextDouble(0.5, 1.5);
        }
        this.training = training;
        this.validation = validation;
        this.stageTwoWeight = stageTwoWeight;
    }

    /** With a weight of 100 in the second stage. */
    static Curve of(long seed) {
        return of(seed, 100);
    }

    static Curve of(long seed, double stageTwoWeight) {
        return new Curve(seed, Points.random(23, 1), Points.random(6, 2), stageTwoWeight);
    }

    /** The same with offsets for other kinds, too. */
    Curve withOffsets(int kinds) {
        return new Curve(1, training, validation, stageTwoWeight, kinds);
    }

    static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    /** Points of curves of two kinds: place, kind, value and slope. */
    record Points(double[] x, int[] kind, double[] y, double[] slope) implements Samples {

        static final Points NONE = random(0, 0);

        static Points random(int count, long seed) {
            RandomGenerator random = Curve.random(seed);
            Points points = new Points(new double[count], new int[count], new double[count], new double[count]);
            for (int i = 0; i < count; i++) {
                points.x[i] = random.nextDouble(0, 2);
                points.kind[i] = i % 2;
                points.y[i] = valueOf(TRUTH, points.x[i], points.kind[i]);
                points.slope[i] = slopeOf(TRUTH, points.x[i]);
            }
            return points;
        }

        /** The same with another value at one of them. */
        Points with(int index, double value) {
            double[] changed = y.clone();
            changed[index] = value;
            return new Points(x, kind, changed, slope);
        }

        @Override
        public int size() {
            return x.length;
        }

        @Override
        public String name(int index) {
            return "point " + index;
        }

        @Override
        public long fingerprint(int index) {
            return new Digest()
                    .add(x[index], kind[index], y[index], slope[index])
                    .number();
        }
    }

    private static double valueOf(double[] p, double x, int kind) {
        return p[0] * Math.exp(-p[1] * x) + p[2] * x + p[3 + kind];
    }

    private static double slopeOf(double[] p, double x) {
        return -p[0] * p[1] * Math.exp(-p[1] * x) + p[2];
    }

    /** Rounds weights and results to its precision. */
    static final class Worker implements WeightHolder {
        private final Precision precision;
        private double[] p = {};

        Worker(Precision precision) {
            this.precision = precision;
        }

        private double round(double x) {
            return precision == Precision.FLOAT32 ? (float) x : x;
        }

        @Override
        public void load(double[] values) {
            p = Arrays.stream(values).map(this::round).toArray();
        }

        @Override
        public void close() {}
    }

    private record PointLoss(Points training, Points validation, double weight) implements Loss<Worker> {

        @Override
        public double[] counts(int[] batch) {
            return new double[] {batch.length};
        }

        @Override
        public double[] accumulate(Worker worker, int[] shard, double[] counts, double[] gradient, PhaseTimer timer) {
            long begin = System.nanoTime();
            double[] sums = new double[2];
            for (int i : shard) {
                double x = training.x[i];
                double[] errors = errors(worker, training, i, sums);
                double e = Math.exp(-worker.p[1] * x);
                double v = 2 * weight * errors[0] / counts[0];
                double s = 20 * errors[1] / counts[0];
                gradient[0] += v * e - s * worker.p[1] * e;
                gradient[1] += -v * worker.p[0] * x * e - s * worker.p[0] * e * (1 - worker.p[1] * x);
                gradient[2] += v * x + s;
                gradient[3 + training.kind[i]] += v;
            }
            timer.add(Phase.GRADIENT, System.nanoTime() - begin);
            return sums;
        }

        private static double[] errors(Worker worker, Points points, int i, double[] sums) {
            double y = worker.round(valueOf(worker.p, points.x[i], points.kind[i])) - points.y[i];
            double s = worker.round(slopeOf(worker.p, points.x[i])) - points.slope[i];
            sums[0] += y * y;
            sums[1] += s * s;
            return new double[] {y, s};
        }

        @Override
        public double[] validate(Worker worker, int[] batch) {
            double[] sums = new double[2];
            for (int i : batch) {
                errors(worker, validation, i, sums);
            }
            return sums;
        }

        @Override
        public double[] validationCounts() {
            return new double[] {validation.size()};
        }

        @Override
        public double value(double[] sums, double[] counts) {
            return (weight * sums[0] + 10 * sums[1]) / counts[0];
        }

        @Override
        public double[] trainingMetrics(double[] sums, double[] counts) {
            return new double[] {Math.sqrt(sums[0] / counts[0])};
        }

        @Override
        public double[] validationMetrics(double[] sums, double[] counts) {
            return new double[] {Math.sqrt(sums[0] / counts[0]), Math.sqrt(sums[1] / counts[0])};
        }
    }

    @Override
    public Parameters parameters() {
        return parameters;
    }

    @Override
    public Worker newWorker(Precision precision) {
        return new Worker(precision);
    }

    @Override
    public Points training() {
        return training;
    }

    @Override
    public Points validation() {
        return validation;
    }

    @Override
    public List<int[]> validationBatches() {
        int[] all = new int[validation.size()];
        Arrays.setAll(all, i -> i);
        return all.length < 3
                ? all.length == 0 ? List.of() : List.of(all)
                : List.of(Arrays.copyOf(all, 2), Arrays.copyOfRange(all, 2, all.length));
    }

    @Override
    public Loss<Worker> loss(Stage stage) {
        return new PointLoss(training, validation, stage == Stage.SECOND ? stageTwoWeight : 1);
    }

    @Override
    public Columns columns() {
        return new Columns("points", "loss", List.of("value_rmse"), List.of("value_rmse", "slope_rmse"));
    }
}
