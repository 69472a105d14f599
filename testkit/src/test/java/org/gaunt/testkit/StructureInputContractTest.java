package org.gaunt.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.gaunt.atoms.Structure;
import org.gaunt.form.Backend;
import org.gaunt.linalg.Precision;
import org.gaunt.potential.Derivatives;
import org.gaunt.potential.Prediction;
import org.gaunt.potential.TrainableModel;
import org.gaunt.potential.data.IsolatedLimit;
import org.gaunt.potential.data.StructureInput;
import org.gaunt.potential.eval.ModelPotential;
import org.gaunt.potential.model.mace.Mace;
import org.gaunt.potential.model.mace.MaceConfig;
import org.gaunt.potential.model.mace.MaceOptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** MACE with embeddings of charge and spin keeps the contract, and charges and spins of a batch stay with their structures. */
class StructureInputContractTest {
    private static final List<StructureInput> INPUTS = List.of(
            new StructureInput(StructureInput.TOTAL_SPIN, 1, 4),
            new StructureInput(StructureInput.TOTAL_CHARGE, -2, 2));

    private static final MaceConfig SMALL = new MaceConfig("4x0e+4x1o", 2, 2, 2, 3.5, 6, 5, List.of(8, 8), 4, true);

    static Stream<TrainableModel> models() {
        MaceOptions embedded = MaceOptions.defaults().withEmbeddings(INPUTS, 5);
        return Stream.of(embedded, embedded.withNonlinearInteraction("3x0e+3x1o", false))
                .map(options -> new Mace(
                        SMALL.withOptions(options),
                        ModelContract.DATA.withIsolatedLimit(IsolatedLimit.FREE),
                        42,
                        Backend.detect()));
    }

    private static Structure with(Structure structure, int charge, int spin) {
        return structure.toBuilder()
                .info("total_charge", Integer.toString(charge))
                .info("total_spin", Integer.toString(spin))
                .build();
    }

    @ParameterizedTest
    @MethodSource("models")
    void keepsTheContract(TrainableModel model) {
        Structure molecule = with(ModelContract.MOLECULE, -1, 2);
        Structure crystal = with(ModelContract.CRYSTAL, 0, 1);
        try (ModelPotential potential = new ModelPotential(model, Precision.FLOAT64, 1)) {
            PotentialAssertions.of(EnergyFunction.withStress(potential))
                    .tolerance(1e-9)
                    .keepsItsContract(molecule)
                    .keepsItsContract(crystal)
                    .stressIsTheGradient(crystal)
                    .repeatsToTheBit(crystal);
            EnergyFunction anion = structure -> EnergyFunction.of(potential).evaluate(with(structure, -1, 2));
            PotentialAssertions.of(anion)
                    .tolerance(1e-9)
                    .endsSmoothly(6, 8, model.cutoff())
                    .endsSmoothly(1, 1, model.cutoff());
        }
        List<Structure> all =
                List.of(molecule, crystal, with(ModelContract.cluster(8), 2, 3), with(ModelContract.cluster(8), -2, 1));
        ModelAssertions.of(model)
                .weightGradientsAreRight(all)
                .batchesDoNotMatter(all)
                .workersAgreeToTheBit(all, Precision.FLOAT64);
    }

    @ParameterizedTest
    @MethodSource("models")
    void everyChargeAndSpinHasAnEnergyOfItsOwn(TrainableModel model) {
        List<Structure> states = new ArrayList<>();
        for (int charge = -2; charge <= 2; charge++) {
            for (int spin = 1; spin <= 4; spin++) {
                states.add(with(ModelContract.MOLECULE, charge, spin));
            }
        }
        try (ModelPotential potential = new ModelPotential(model, Precision.FLOAT64, 2)) {
            List<Prediction> together = potential.evaluate(states, Derivatives.FORCES);
            assertThat(together.stream().map(Prediction::energy).distinct()).hasSize(20);
            for (int k = 0; k < states.size(); k++) {
                Prediction alone = potential.evaluate(states.get(k), Derivatives.FORCES);
                assertThat(together.get(k).energy()).isCloseTo(alone.energy(), Offset.offset(1e-9));
                assertThat(together.get(k).forces()).containsExactly(alone.forces(), Offset.offset(1e-10));
            }
        }
    }

    /** Edges and atoms of a large structure are put in another order; the inputs must survive that. */
    @ParameterizedTest
    @MethodSource("models")
    void largeStructuresKeepTheirCharge(TrainableModel model) {
        Structure large = ModelContract.cluster(270);
        try (ModelPotential one = new ModelPotential(model, Precision.FLOAT64, 1);
                ModelPotential three = new ModelPotential(model, Precision.FLOAT64, 3)) {
            double anion = one.evaluate(with(large, -1, 2), Derivatives.ENERGY).energy();
            double cation = one.evaluate(with(large, 1, 2), Derivatives.ENERGY).energy();
            assertThat(anion).isNotEqualTo(cation);
            assertThat(three.evaluate(with(large, -1, 2), Derivatives.ENERGY).energy())
                    .isEqualTo(anion);
        }
    }
}
