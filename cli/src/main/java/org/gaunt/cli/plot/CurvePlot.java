package org.gaunt.cli.plot;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.gaunt.files.InputException;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Curves and points over one axis. */
public final class CurvePlot {
    private CurvePlot() {}

    /**
     * A curve.
     *
     * @param name in the legend; empty for none
     * @param x as many as y
     * @param y the values
     * @param points whether points are drawn in place of a line
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Curve(String name, double[] x, double[] y, boolean points) {}

    /**
     * Draws a picture.
     *
     * @param file PNG to write
     * @throws InputException if the file cannot be written
     */
    public static void save(String title, String xTitle, String yTitle, List<Curve> curves, Path file) {
        XYChart chart = Look.chart(title, xTitle, yTitle);
        chart.getStyler()
                .setLegendVisible(
                        curves.stream().anyMatch(curve -> !curve.name().isEmpty()));
        int color = 0;
        for (int k = 0; k < curves.size(); k++) {
            Curve curve = curves.get(k);
            boolean named = !curve.name().isEmpty();
            XYSeries series = chart.addSeries(
                    named ? curve.name() : String.format(Locale.ROOT, "curve %d", k), curve.x(), curve.y());
            series.setShowInLegend(named);
            series.setLineColor(Look.color(color));
            series.setMarkerColor(Look.color(color));
            series.setLineStyle(curve.points() ? SeriesLines.NONE : SeriesLines.SOLID);
            series.setMarker(curve.points() ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
            series.setLineWidth(1.6f);
            color += named ? 1 : 0;
        }
        try {
            Look.save(List.of(chart), file);
        } catch (IOException e) {
            throw InputException.of("the picture cannot be written")
                    .file(file)
                    .found(String.valueOf(e.getMessage()))
                    .cause(e)
                    .build();
        }
    }
}
