package org.gaunt.potential.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatisticsTest {
    /** Energies of 1e7 eV per atom that differ by 1 meV: the mean square less the squared mean gave a scale of 0 or of noise. */
    @Test
    void theScaleOfEnergiesFarFromZeroKeepsItsDigits() {
        List<LabelledGraph> structures = new ArrayList<>();
        for (int k = 0; k < 100; k++) {
            Graph graph = new Graph(
                    new double[3],
                    new int[] {0},
                    new int[0],
                    new int[0],
                    new double[0],
                    new int[0],
                    new int[0],
                    Double.NaN);
            structures.add(new LabelledGraph(graph, -1e7 + (k % 2 == 0 ? 1e-3 : -1e-3), null, null));
        }
        Statistics statistics = Statistics.of(structures, List.of(0.0));
        assertThat(statistics.scale()).isCloseTo(1e-3, within(1e-8));
    }
}
