package org.gaunt.potential.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.assertj.core.data.Offset;
import org.gaunt.atoms.Labels;
import org.gaunt.atoms.Structure;
import org.gaunt.potential.Prediction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ErrorTableTest {

    private static final Offset<Double> TINY = within(1e-12);

    private static Structure structure(int atoms, @Nullable String type, Labels labels) {
        double[] positions = new double[3 * atoms];
        int[] numbers = new int[atoms];
        for (int i = 0; i < atoms; i++) {
            numbers[i] = 1;
            positions[3 * i] = i;
        }
        return Structure.builder(numbers, positions)
                .labels(labels)
                .configType(type)
                .build();
    }

    private static Prediction prediction(double energy, double... forces) {
        return new Prediction(energy, new double[forces.length / 3], forces, null);
    }

    @Test
    void countsEnergiesByStructureAndForcesByComponent() {
        Structure one = structure(1, "a", Labels.NONE.withEnergy(1).withForces(new double[] {0, 0, 0}));
        Structure two = structure(2, "b", Labels.NONE.withEnergy(2).withForces(new double[6]));
        ErrorTable table =
                ErrorTable.of(List.of(one, two), List.of(prediction(4, 1, 0, -2), prediction(-2, 3, 0, 0, 0, 0, 0)));
        Errors all = table.all();
        assertThat(all.structures()).isEqualTo(2);
        assertThat(all.energyRmse()).isCloseTo(Math.sqrt((9 + 16) / 2.0), TINY);
        assertThat(all.energyMae()).isCloseTo(3.5, TINY);
        assertThat(all.energyRmsePerAtom()).isCloseTo(Math.sqrt((9 + 4) / 2.0), TINY);
        assertThat(all.energyMaePerAtom()).isCloseTo(2.5, TINY);
        assertThat(all.forceRmse()).isCloseTo(Math.sqrt((1 + 4 + 9) / 9.0), TINY);
        assertThat(all.forceMae()).isCloseTo(6 / 9.0, TINY);
        assertThat(table.byConfigType().keySet()).containsExactly("a", "b");
        assertThat(table.byConfigType().get("a").forceRmse()).isCloseTo(Math.sqrt(5 / 3.0), TINY);
        assertThat(table.byConfigType().get("b").energyMaePerAtom()).isCloseTo(2, TINY);
    }

    @Test
    void absentLabelsGiveNull() {
        Structure none = structure(1, null, Labels.NONE);
        Structure some = structure(1, "x", Labels.NONE.withForces(new double[] {1, Double.NaN, 0}));
        ErrorTable table = ErrorTable.of(List.of(none, some), List.of(prediction(4, 1, 0, 0), prediction(1, 3, 9, 0)));
        Errors unnamed = table.byConfigType().get(ErrorTable.UNNAMED);
        assertThat(unnamed).isEqualTo(new Errors(1, null, null, null, null, null, null, null, null));
        assertThat(table.all().energyRmse()).isNull();
        assertThat(table.all().forceMae()).isEqualTo(1.0);
        assertThat(table.all().structures()).isEqualTo(2);
    }

    @Test
    void needsOnePredictionForEachStructure() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ErrorTable.of(List.of(structure(1, null, Labels.NONE)), List.of()));
    }
}
