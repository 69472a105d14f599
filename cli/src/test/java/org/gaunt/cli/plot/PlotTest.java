package org.gaunt.cli.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlotTest {

    @TempDir
    Path folder = Path.of("");

    @Test
    void drawsBothLearningCurves() throws IOException {
        LearningPlot.save(
                List.of(
                        new LearningPlot.Point(1, 2, 300, Double.NaN, 9, Double.NaN),
                        new LearningPlot.Point(2, 4, 200, 250, 5, 6),
                        new LearningPlot.Point(3, 6, 0, 120, 3, 4)),
                file());
        BufferedImage image = read();
        assertThat(image.getWidth()).isEqualTo(2560);
        assertThat(colored(image, Look.color(0).getRGB())).isPositive();
        assertThat(colored(image, Look.color(1).getRGB())).isPositive();
    }

    @Test
    void drawsWhateverThereIs() throws IOException {
        LearningPlot.save(List.of(), file());
        read();
        LearningPlot.save(List.of(new LearningPlot.Point(1, 2, 300, Double.NaN, Double.NaN, Double.NaN)), file());
        read();
        ParityPlot.Group single = new ParityPlot.Group("only", new double[] {1}, new double[] {1});
        ParityPlot.save("test", List.of(single), List.of(), file());
        assertThat(read().getWidth()).isEqualTo(1280);
    }

    @Test
    void drawsNoParityOfNothing() throws IOException {
        ParityPlot.save("test", List.of(), List.of(), file());
        assertThat(file()).doesNotExist();
    }

    @Test
    void leavesNothingElseBehind() throws IOException {
        ParityPlot.Group group = new ParityPlot.Group("T300", new double[] {1, 2, 3}, new double[] {1.1, 2, 2.9});
        ParityPlot.save("test", List.of(group), List.of(group), file());
        assertThat(read().getWidth()).isEqualTo(2560);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file());
        }
    }

    private Path file() {
        return folder.resolve("plot.png");
    }

    private BufferedImage read() throws IOException {
        BufferedImage image = ImageIO.read(file().toFile());
        assertThat(colored(image, image.getRGB(0, 0))).isLessThan(image.getWidth() * image.getHeight());
        return image;
    }

    private static int colored(BufferedImage image, int rgb) {
        int count = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                count += image.getRGB(x, y) == rgb ? 1 : 0;
            }
        }
        return count;
    }
}
