package org.gaunt.sim.md.io;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.Function;
import org.gaunt.atoms.Structure;
import org.gaunt.sim.md.MdState;

/**
 * An average over atoms, and over starting times, of a function of a vector at two times: mean square displacements and velocity
 * autocorrelations. New starting times come ten in a window.
 */
final class TimeCorrelation implements Average {
    private static final int ORIGINS = 10;

    private final String name;
    private final String unit;
    private final Elements elements;
    private final Function<MdState, double[]> vectors;
    private final DoubleBinaryOperator product;
    private final double interval;
    private final int lags;
    private final int stride;
    private final double[] origins;
    private final double[] starts;
    private final double[] sums;
    private final double[] counts;
    private final double[] samples = new double[1];

    private TimeCorrelation(
            String name,
            String unit,
            Structure structure,
            double interval,
            double window,
            Function<MdState, double[]> vectors,
            DoubleBinaryOperator product) {
        this.name = name;
        this.unit = unit;
        this.elements = Elements.in(structure);
        this.vectors = vectors;
        this.product = product;
        this.interval = interval;
        this.lags = Math.clamp(Math.round(window / interval), 1, 1_000_000);
        this.stride = Math.max(1, lags / ORIGINS);
        int slots = lags / stride + 1;
        this.origins = new double[slots * 3 * structure.size()];
        this.starts = new double[slots];
        Arrays.fill(starts, -1);
        this.sums = new double[elements.size() * (lags + 1)];
        this.counts = new double[lags + 1];
    }

    /**
     * Mean square displacements, of positions that are not wrapped, Å².
     *
     * @param interval between two samples, fs
     * @param window longest lag, fs
     */
    static TimeCorrelation displacements(Structure structure, double interval, double window) {
        return new TimeCorrelation(
                "msd",
                "A2",
                structure,
                interval,
                window,
                state -> state.structure().positions(),
                (a, b) -> (a - b) * (a - b));
    }

    /** Velocity autocorrelations, not normalised, Å²/fs²; see {@link #displacements}. */
    static TimeCorrelation velocities(Structure structure, double interval, double window) {
        return new TimeCorrelation(
                "vacf", "A2_per_fs2", structure, interval, window, MdState::velocities, (a, b) -> a * b);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void observe(MdState state) {
        double[] now = vectors.apply(state);
        int sample = (int) samples[0];
        if (sample % stride == 0) {
            int slot = sample / stride % starts.length;
            System.arraycopy(now, 0, origins, slot * now.length, now.length);
            starts[slot] = sample;
        }
        for (int slot = 0; slot < starts.length; slot++) {
            int lag = sample - (int) starts[slot];
            if (starts[slot] >= 0 && lag <= lags) {
                add(now, slot, lag);
            }
        }
        samples[0]++;
    }

    private void add(double[] now, int slot, int lag) {
        int offset = slot * now.length;
        for (int i = 0; i < now.length; i++) {
            sums[elements.of()[i / 3] * (lags + 1) + lag] += product.applyAsDouble(now[i], origins[offset + i]);
        }
        counts[lag]++;
    }

    @Override
    public Map<String, double[]> arrays() {
        return Map.of(
                name + ".origins", origins,
                name + ".starts", starts,
                name + ".sums", sums,
                name + ".counts", counts,
                name + ".samples", samples);
    }

    @Override
    public String csv() {
        StringBuilder text = new StringBuilder("lag_fs");
        elements.symbols()
                .forEach(symbol -> text.append(',').append(symbol).append('_').append(unit));
        text.append(",all_").append(unit).append(",starts\n");
        for (int lag = 0; lag <= lags && counts[lag] > 0; lag++) {
            text.append(String.format(Locale.ROOT, "%.4f", lag * interval));
            double all = 0;
            int atoms = 0;
            for (int e = 0; e < elements.size(); e++) {
                double sum = sums[e * (lags + 1) + lag] / counts[lag];
                all += sum;
                atoms += elements.counts()[e];
                text.append(String.format(Locale.ROOT, ",%.8g", sum / elements.counts()[e]));
            }
            text.append(String.format(Locale.ROOT, ",%.8g,%d\n", all / atoms, (long) counts[lag]));
        }
        return text.toString();
    }
}
