package org.example.painn;

import java.util.List;
import org.gaunt.atoms.Structure;
import org.gaunt.form.Backend;
import org.gaunt.linalg.Precision;
import org.gaunt.potential.eval.ModelPotential;
import org.gaunt.potential.network.ModelData;
import org.gaunt.testkit.PotentialAssertions;
import org.junit.jupiter.api.Test;

/** The contract of every potential: symmetries, and forces that are the gradient of the energy. */
class PainnTest {
    @Test
    void keepsTheContract() {
        ModelData data = new ModelData(List.of(1, 8), List.of(-13.6, -430.1), 1, 0, 4);
        Structure structure = Structure.builder(
                        new int[] {8, 1, 1, 8}, new double[] {0, 0, 0, 0.9, 0.3, 0, -0.3, 0.9, 0.1, 2.4, 0.2, 1.1})
                .build();
        Painn model = new Painn(new Painn.Config(8, 2, 4, 6), data, 1, Backend.detect());
        try (ModelPotential potential = new ModelPotential(model, Precision.FLOAT64, 1)) {
            PotentialAssertions.ofPotential(potential)
                    .keepsItsContract(structure)
                    .endsSmoothly(1, 8, 4);
        }
    }
}
