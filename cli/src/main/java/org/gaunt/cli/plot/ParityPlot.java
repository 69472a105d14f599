package org.gaunt.cli.plot;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Predictions against references: every energy and every force component, coloured by kind of structure. */
public final class ParityPlot {

    private static final int OPAQUE = 150;
    private static final int MOST_POINTS = 20_000;

    private ParityPlot() {}

    /**
     * The pairs of one kind of structures, in eV per atom or eV/Å.
     *
     * @param name config type
     * @param reference what the data say [n]
     * @param predicted what the model says [n]
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on to be drawn, never compared
    public record Group(String name, double[] reference, double[] predicted) {

        private double meanSquare() {
            double sum = 0;
            for (int i = 0; i < reference.length; i++) {
                double error = predicted[i] - reference[i];
                sum += error * error;
            }
            return reference.length == 0 ? 0 : sum / reference.length;
        }
    }

    /**
     * Draws the picture.
     *
     * @param what the structures shown, for the title: {@code test}
     * @param energies energies per atom, relative to isolated atoms, eV; may be empty
     * @param forces force components, eV/Å; may be empty
     * @param file PNG to write
     * @throws IOException if the file cannot be written
     */
    public static void save(String what, List<Group> energies, List<Group> forces, Path file) throws IOException {
        List<XYChart> charts = new ArrayList<>();
        if (points(forces) > 0) {
            charts.add(chart("Forces, " + what, "eV/Å", "meV/Å", forces));
        }
        if (points(energies) > 0) {
            charts.add(chart("Energy per atom, " + what, "eV", "meV", energies));
        }
        if (!charts.isEmpty()) {
            Look.save(charts, file);
        }
    }

    private static int points(List<Group> groups) {
        return groups.stream().mapToInt(group -> group.reference.length).sum();
    }

    private static XYChart chart(String title, String unit, String errorUnit, List<Group> groups) {
        XYChart chart = Look.chart(title, "reference (" + unit + ")", "predicted (" + unit + ")");
        double[] range = range(groups);
        XYSeries diagonal = chart.addSeries("exact", range, range);
        diagonal.setMarker(SeriesMarkers.NONE);
        diagonal.setLineColor(Look.INK);
        diagonal.setLineStyle(Look.dashed(1.2f));
        diagonal.setShowInLegend(false);
        int stride = 1 + points(groups) / MOST_POINTS;
        for (int i = 0; i < groups.size(); i++) {
            add(chart, groups.get(i), i, Integer.MAX_VALUE, legend(groups.get(i), errorUnit));
        }
        // the last kinds are usually the hottest and spread widest: drawn first, they do not cover the others
        for (int i = groups.size() - 1; i >= 0; i--) {
            add(chart, groups.get(i), i, stride, "");
        }
        XYStyler styler = chart.getStyler();
        styler.setXAxisMin(range[0]);
        styler.setXAxisMax(range[1]);
        styler.setYAxisMin(range[0]);
        styler.setYAxisMax(range[1]);
        styler.setXAxisTickMarkSpacingHint(90);
        styler.setYAxisTickMarkSpacingHint(70);
        styler.setDecimalPattern(pattern(range[1] - range[0]));
        return chart;
    }

    private static String legend(Group group, String errorUnit) {
        double rmse = 1e3 * Math.sqrt(group.meanSquare());
        return String.format(Locale.ROOT, "%s: RMSE %.3g %s", group.name, rmse, errorUnit);
    }

    private static String pattern(double span) {
        int digits = (int) Math.max(0, Math.ceil(-Math.log10(span / 8)));
        return digits == 0 ? "0" : "0." + "0".repeat(digits);
    }

    /** Adds every stride-th pair; without a name for the legend they do not show there. */
    private static void add(XYChart chart, Group group, int color, int stride, String legend) {
        if (group.reference.length == 0) {
            return;
        }
        int n = 1 + (group.reference.length - 1) / stride;
        double[] x = new double[n];
        double[] y = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = group.reference[i * stride];
            y[i] = group.predicted[i * stride];
        }
        XYSeries series = chart.addSeries(legend.isEmpty() ? "points " + color : legend, x, y);
        series.setShowInLegend(!legend.isEmpty());
        Color base = Look.color(color);
        series.setXYSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
        series.setMarker(SeriesMarkers.CIRCLE);
        series.setMarkerColor(new Color(base.getRed(), base.getGreen(), base.getBlue(), OPAQUE));
    }

    private static double[] range(List<Group> groups) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (Group group : groups) {
            for (double[] values : List.of(group.reference, group.predicted)) {
                for (double value : values) {
                    low = Math.min(low, value);
                    high = Math.max(high, value);
                }
            }
        }
        double margin = high > low ? 0.05 * (high - low) : 1;
        return new double[] {low - margin, high + margin};
    }
}
