package org.gaunt.cli.plot;

import java.util.Locale;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.XYStyler;

/** A logarithmic y axis that ends at round numbers and labels them in plain digits. */
final class LogAxis {

    private static final double[] ROUND = {1, 2, 5, 10};

    private LogAxis() {}

    /** Sets the axis to the range of the chart's series. All values must be positive. */
    static void apply(XYChart chart) {
        double low = Double.POSITIVE_INFINITY;
        double high = 0;
        for (XYSeries series : chart.getSeriesCollection()) {
            for (double y : series.getYData()) {
                low = Math.min(low, y);
                high = Math.max(high, y);
            }
        }
        XYStyler styler = chart.getStyler();
        styler.setYAxisLogarithmic(true);
        styler.setYAxisMin(below(low));
        styler.setYAxisMax(above(high));
        styler.setYAxisLogarithmicDecadeOnly(false);
        styler.setYAxisTickLabelsFormattingFunction(LogAxis::label);
    }

    private static double below(double value) {
        double decade = Math.pow(10, Math.floor(Math.log10(value)));
        double found = decade;
        for (double step : ROUND) {
            if (step * decade < value) {
                found = step * decade;
            }
        }
        return found;
    }

    private static double above(double value) {
        double decade = Math.pow(10, Math.floor(Math.log10(value)));
        for (double step : ROUND) {
            if (step * decade > value) {
                return step * decade;
            }
        }
        return 10 * decade;
    }

    /** 0.05, 2, 300: only 1, 2 and 5 of every decade, so that labels keep their distance. */
    private static String label(double value) {
        double decade = Math.pow(10, Math.floor(Math.log10(value) + 1e-9));
        long lead = Math.round(value / decade);
        if (lead != 1 && lead != 2 && lead != 5) {
            return "";
        }
        return value >= 1
                ? String.format(Locale.ROOT, "%,d", Math.round(value))
                : String.format(Locale.ROOT, "%.1g", value);
    }
}
