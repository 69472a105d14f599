package org.gaunt.cli.plot;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** How a quantity grows with the degree: a panel for each setting, a line for each method, a logarithmic axis. */
public final class ScalingPlot {

    private static final float LINE_WIDTH = 2;

    private ScalingPlot() {}

    /**
     * A line.
     *
     * @param name for the legend
     * @param degrees ascending
     * @param values as many, above 0
     */
    public record Series(String name, List<Double> degrees, List<Double> values) {
        public Series {
            degrees = List.copyOf(degrees);
            values = List.copyOf(values);
        }
    }

    /** A chart with a title. */
    public record Panel(String title, List<Series> series) {
        public Panel {
            series = List.copyOf(series);
        }
    }

    /**
     * Draws the picture.
     *
     * @param panels side by side; lines keep their colour by their place in a panel, empty ones are left out
     * @param yTitle what the values are
     * @param file PNG to write
     * @throws IOException if the file cannot be written
     */
    public static void save(List<Panel> panels, String yTitle, Path file) throws IOException {
        Look.save(panels.stream().map(p -> chart(p, yTitle)).toList(), file);
    }

    private static XYChart chart(Panel panel, String yTitle) {
        XYChart chart = Look.chart(panel.title(), "degree L", yTitle);
        double last = 1;
        for (int k = 0; k < panel.series().size(); k++) {
            Series s = panel.series().get(k);
            if (s.degrees().isEmpty()) {
                continue;
            }
            XYSeries line = chart.addSeries(
                    s.name(),
                    s.degrees().stream().mapToDouble(Double::doubleValue).toArray(),
                    s.values().stream().mapToDouble(Double::doubleValue).toArray());
            line.setLineColor(Look.color(k));
            line.setLineStyle(SeriesLines.SOLID);
            line.setLineWidth(LINE_WIDTH);
            line.setMarker(SeriesMarkers.CIRCLE);
            line.setMarkerColor(Look.color(k));
            last = Math.max(last, s.degrees().getLast());
        }
        if (!chart.getSeriesCollection().isEmpty()) {
            LogAxis.apply(chart);
        }
        chart.getStyler().setXAxisMin(0.0);
        chart.getStyler().setXAxisMax(last + 1);
        chart.getStyler().setXAxisDecimalPattern("0");
        return chart;
    }
}
