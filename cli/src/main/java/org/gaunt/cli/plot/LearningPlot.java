package org.gaunt.cli.plot;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The errors over the epochs: forces and energies, in training and validation, on logarithmic axes. */
public final class LearningPlot {

    private LearningPlot() {}

    /**
     * One epoch; a number that was not measured is NaN.
     *
     * @param epoch counted from 1
     * @param seconds since the start of the training
     * @param trainForces root mean square error during the epoch, meV/Å
     * @param validForces the same for the validation structures, after the epoch
     * @param trainEnergy root mean square error, meV per atom
     * @param validEnergy the same for the validation structures
     */
    public record Point(
            int epoch,
            double seconds,
            double trainForces,
            double validForces,
            double trainEnergy,
            double validEnergy) {}

    /**
     * Draws the picture.
     *
     * @param points the epochs in their order
     * @param file PNG to write
     * @throws IOException if the file cannot be written
     */
    public static void save(List<Point> points, Path file) throws IOException {
        XYChart forces = chart("Forces", "meV/Å", points, Point::trainForces, Point::validForces);
        XYChart energy = chart("Energy", "meV per atom", points, Point::trainEnergy, Point::validEnergy);
        Look.save(List.of(forces, energy), file);
    }

    private static XYChart chart(
            String what,
            String unit,
            List<Point> points,
            ToDoubleFunction<Point> train,
            ToDoubleFunction<Point> valid) {
        XYChart chart = Look.chart(title(what, unit, points, valid), "epoch", "RMSE (" + unit + ")");
        chart.getStyler().setLegendPosition(LegendPosition.InsideNE);
        add(chart, "training", points, train, 1);
        add(chart, "validation", points, valid, 0);
        if (!chart.getSeriesCollection().isEmpty()) {
            LogAxis.apply(chart);
        }
        spreadTicks(chart, points, valid);
        double last = points.isEmpty() ? 1 : points.getLast().epoch();
        chart.getStyler().setXAxisMin(0.0);
        chart.getStyler().setXAxisMax(Math.max(1, last));
        return chart;
    }

    /**
     * Adds two invisible points. XChart puts ticks only on values of the data where these are equally spaced, as epochs
     * are, and then crowds them; a pair of values with another distance makes it choose round numbers.
     */
    private static void spreadTicks(XYChart chart, List<Point> points, ToDoubleFunction<Point> valid) {
        double y = points.stream()
                .mapToDouble(valid)
                .filter(value -> value > 0 && Double.isFinite(value))
                .findFirst()
                .orElse(1);
        XYSeries series = chart.addSeries("ticks", new double[] {0, 0.3}, new double[] {y, y});
        series.setLineStyle(SeriesLines.NONE);
        series.setMarker(SeriesMarkers.NONE);
        series.setShowInLegend(false);
    }

    private static String title(String what, String unit, List<Point> points, ToDoubleFunction<Point> valid) {
        double best = points.stream()
                .mapToDouble(valid)
                .filter(Double::isFinite)
                .min()
                .orElse(Double.NaN);
        return Double.isNaN(best)
                ? what
                : String.format(Locale.ROOT, "%s: lowest validation RMSE %.3g %s", what, best, unit);
    }

    private static void add(XYChart chart, String name, List<Point> points, ToDoubleFunction<Point> value, int color) {
        List<Point> measured = points.stream()
                .filter(point -> value.applyAsDouble(point) > 0 && Double.isFinite(value.applyAsDouble(point)))
                .toList();
        if (measured.isEmpty()) {
            return;
        }
        XYSeries series = chart.addSeries(
                name,
                measured.stream().mapToDouble(Point::epoch).toArray(),
                measured.stream().mapToDouble(value).toArray());
        series.setLineColor(Look.color(color));
        series.setLineStyle(SeriesLines.SOLID);
        series.setLineWidth(color == 0 ? 2.2f : 1.4f);
        series.setMarker(measured.size() == 1 ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
        series.setMarkerColor(Look.color(color));
    }
}
