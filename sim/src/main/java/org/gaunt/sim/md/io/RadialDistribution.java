package org.gaunt.sim.md.io;

import java.util.Locale;
import java.util.Map;
import org.gaunt.atoms.NeighborList;
import org.gaunt.atoms.Structure;
import org.gaunt.sim.md.MdState;

/**
 * The radial distribution function of each pair of elements: pairs at a distance, over those of an ideal gas of the same density, in which an
 * atom is not counted among its own neighbours. Normalised with the volume of each sample.
 */
final class RadialDistribution implements Average {
    private static final double WIDTH = 0.02;

    private final Elements elements;
    private final double cutoff;
    private final int bins;
    private final double[] sums;
    private final double[] samples = new double[1];

    /**
     * Nothing yet.
     *
     * @param cutoff largest distance, Å
     */
    RadialDistribution(Structure structure, double cutoff) {
        if (!structure.isFullyPeriodic()) {
            throw structure
                    .problem("a radial distribution needs a volume")
                    .found("a structure that is not periodic in three directions")
                    .remedy("leave out --rdf")
                    .build();
        }
        this.elements = Elements.in(structure);
        this.cutoff = cutoff;
        this.bins = (int) Math.ceil(cutoff / WIDTH);
        this.sums = new double[elements.size() * elements.size() * bins];
    }

    @Override
    public String name() {
        return "rdf";
    }

    @Override
    public void observe(MdState state) {
        add(state.structure(), state.volume());
    }

    /** Adds a sample. */
    void add(Structure here, double volume) {
        NeighborList list = NeighborList.build(here, cutoff);
        double[] d = list.vectors(here);
        for (int e = 0; e < list.edges(); e++) {
            double x = d[3 * e];
            double y = d[3 * e + 1];
            double z = d[3 * e + 2];
            int bin = (int) (Math.sqrt(x * x + y * y + z * z) / WIDTH);
            if (bin < bins) {
                int pair = elements.of()[list.receiver()[e]] * elements.size() + elements.of()[list.sender()[e]];
                sums[pair * bins + bin] += volume;
            }
        }
        samples[0]++;
    }

    @Override
    public Map<String, double[]> arrays() {
        return Map.of("rdf.sums", sums, "rdf.samples", samples);
    }

    @Override
    public String csv() {
        StringBuilder text = new StringBuilder("r_A");
        for (int a = 0; a < elements.size(); a++) {
            for (int b = a; b < elements.size(); b++) {
                text.append(',')
                        .append(elements.symbols().get(a))
                        .append('-')
                        .append(elements.symbols().get(b));
            }
        }
        text.append('\n');
        for (int bin = 0; bin < bins; bin++) {
            double inner = bin * WIDTH;
            double outer = inner + WIDTH;
            double shell = 4 * Math.PI / 3 * (outer * outer * outer - inner * inner * inner);
            text.append(String.format(Locale.ROOT, "%.3f", inner + WIDTH / 2));
            for (int a = 0; a < elements.size(); a++) {
                for (int b = a; b < elements.size(); b++) {
                    double pairs = (double) elements.counts()[a] * (elements.counts()[b] - (a == b ? 1 : 0));
                    double ideal = shell * pairs * samples[0];
                    double sum = sums[(a * elements.size() + b) * bins + bin];
                    text.append(String.format(Locale.ROOT, ",%.5f", ideal > 0 ? sum / ideal : 0));
                }
            }
            text.append('\n');
        }
        return text.toString();
    }
}
