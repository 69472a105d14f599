package org.gaunt.cli.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import javax.imageio.ImageIO;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;

/** What all pictures have in common: fonts, colours, size, and how they get into a file. */
final class Look {

    static final Color INK = new Color(0x33, 0x38, 0x40);
    static final Color FAINT = new Color(0xE3, 0xE6, 0xEA);
    static final int WIDTH = 640;
    static final int HEIGHT = 560;

    /** Colours that people with any kind of colour vision can tell apart (Okabe and Ito 2008). */
    private static final List<Color> COLORS = List.of(
            new Color(0x00, 0x72, 0xB2),
            new Color(0xE6, 0x9F, 0x00),
            new Color(0xD5, 0x5E, 0x00),
            new Color(0x00, 0x9E, 0x73),
            new Color(0xCC, 0x79, 0xA7),
            new Color(0x56, 0xB4, 0xE9),
            new Color(0x99, 0x99, 0x99));

    private static final int PIXELS_PER_UNIT = 2;

    private Look() {}

    static Color color(int series) {
        return COLORS.get(series % COLORS.size());
    }

    static BasicStroke line(float width) {
        return new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    }

    static BasicStroke dashed(float width) {
        return new BasicStroke(width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {5, 4}, 0);
    }

    static XYChart chart(String title, String xTitle, String yTitle) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(title)
                .xAxisTitle(xTitle)
                .yAxisTitle(yTitle)
                .build();
        style(chart.getStyler());
        return chart;
    }

    private static void style(XYStyler styler) {
        Font font = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setPlotBackgroundColor(Color.WHITE);
        styler.setPlotBorderVisible(false);
        styler.setPlotGridLinesColor(FAINT);
        styler.setPlotGridLinesStroke(line(1));
        styler.setAxisTickMarksColor(INK);
        styler.setAxisTickLabelsColor(INK);
        styler.setChartFontColor(INK);
        styler.setBaseFont(font);
        styler.setAxisTickLabelsFont(font);
        styler.setAxisTickPadding(8);
        styler.setAxisTitleFont(font.deriveFont(14f));
        styler.setChartTitleFont(font.deriveFont(Font.BOLD, 15f));
        styler.setChartTitleBoxVisible(false);
        styler.setChartTitlePadding(12);
        styler.setChartPadding(14);
        styler.setLegendFont(font);
        styler.setLegendBorderColor(FAINT);
        styler.setLegendBackgroundColor(Color.WHITE);
        styler.setLegendPadding(8);
        styler.setLegendPosition(LegendPosition.InsideNW);
        styler.setMarkerSize(4);
        styler.setAntiAlias(true);
        styler.setTextAntiAlias(true);
    }

    /** Writes charts side by side into a PNG, which is there completely or not at all. */
    static void save(List<XYChart> charts, Path file) throws IOException {
        int width = charts.size() * WIDTH;
        BufferedImage image =
                new BufferedImage(width * PIXELS_PER_UNIT, HEIGHT * PIXELS_PER_UNIT, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        try {
            graphics.setColor(Color.WHITE);
            graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
            graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            graphics.scale(PIXELS_PER_UNIT, PIXELS_PER_UNIT);
            for (XYChart chart : charts) {
                chart.paint(graphics, WIDTH, HEIGHT);
                graphics.translate(WIDTH, 0);
            }
        } finally {
            graphics.dispose();
        }
        Path temporary = Files.createTempFile(file.toAbsolutePath().getParent(), ".plot", ".png");
        try {
            ImageIO.write(image, "png", temporary.toFile());
            Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }
}
