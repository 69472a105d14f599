package org.gaunt.potential.model.mace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.gaunt.atoms.Structure;
import org.gaunt.form.Backend;
import org.gaunt.linalg.Precision;
import org.gaunt.potential.Derivatives;
import org.gaunt.potential.Prediction;
import org.gaunt.potential.data.StructureInput;
import org.gaunt.potential.eval.EvaluationSettings;
import org.gaunt.potential.eval.ModelPotential;
import org.gaunt.potential.network.DistanceTransform;
import org.gaunt.potential.network.ModelData;
import org.gaunt.potential.network.RadialKind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Models with other elements, or with one head, give what the model gave whose weights they took. */
class MaceTransferTest {
    private static final List<String> HEADS = List.of("low", "high", "top");

    private static final Structure OXIDE = Structure.builder(
                    new int[] {8, 1, 1, 8}, new double[] {0, 0, 0, 0.9, 0.1, 0, -0.3, 0.9, 0.2, 1.6, 1.4, -0.3})
            .info("total_charge", "1")
            .build();

    private static final Structure CARBON = Structure.builder(new int[] {6, 8}, new double[] {0, 0, 0, 1.1, 0.2, 0.1})
            .info("total_charge", "-1")
            .build();

    static Stream<MaceConfig> shapes() {
        MaceOptions none = MaceOptions.defaults();
        MaceOptions nonlinear = none.withNonlinearInteraction("3x0e+3x1o", true);
        List<StructureInput> charge = List.of(new StructureInput("total_charge", -1, 1));
        return Stream.of(
                shape(true, none),
                shape(false, none),
                shape(true, nonlinear.withAgnosticProduct(true).withReadouts(true, true)),
                shape(true, nonlinear.withEmbeddings(charge, 3)),
                shape(true, none.withEmbeddings(charge, 3).withReadouts(false, true)));
    }

    private static MaceConfig shape(boolean residual, MaceOptions options) {
        return new MaceConfig(
                "4x0e+4x1o",
                2,
                List.of(2),
                2,
                3.5,
                RadialKind.MLP,
                4,
                5,
                List.of(6),
                12,
                DistanceTransform.NONE,
                false,
                true,
                "coupled",
                18,
                3,
                residual,
                HEADS,
                options);
    }

    private static double isolated(int element, int head) {
        return -20 * element - head;
    }

    private static Mace model(MaceConfig config, List<Integer> elements, long seed) {
        List<ModelData.Head> heads = Stream.of(0, 1, 2)
                .map(h -> new ModelData.Head(
                        HEADS.get(h), elements.stream().map(z -> isolated(z, h)).toList(), 0.5 + h, -0.1 * h))
                .toList();
        ModelData.Head first = heads.get(1);
        boolean several = !config.heads().isEmpty();
        ModelData data = new ModelData(
                elements, first.isolatedEnergies(), first.scale(), first.shift(), 3, several ? heads : List.of());
        Mace model = new Mace(config, data, seed, Backend.detect());
        Random random = new Random(seed);
        for (int i = 0; i < model.parameters().values().length; i++) {
            model.parameters().values()[i] += 0.2 * random.nextGaussian();
        }
        return model;
    }

    private static Prediction of(Mace model, @Nullable String head, Structure structure) {
        try (ModelPotential potential =
                new ModelPotential(model, Precision.FLOAT64, 1, new EvaluationSettings(0, head))) {
            return potential.evaluate(structure, Derivatives.FORCES);
        }
    }

    private static void same(Prediction found, Prediction wanted) {
        assertThat(found.energy()).isCloseTo(wanted.energy(), Offset.offset(1e-10));
        assertThat(found.forces()).containsExactly(wanted.forces(), Offset.offset(1e-10));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void elementsComeAndGo(MaceConfig config) {
        Mace before = model(config, List.of(1, 6, 8), 1);
        Mace fewer = model(config, List.of(1, 8), 2);
        assertThat(of(fewer, "high", OXIDE).energy())
                .isNotCloseTo(of(before, "high", OXIDE).energy(), Offset.offset(1e-3));
        fewer.takeWeights(before, null);
        Mace more = model(config, List.of(1, 6, 7, 8, 14), 3);
        more.takeWeights(before, null);
        for (String head : HEADS) {
            same(of(fewer, head, OXIDE), of(before, head, OXIDE));
            same(of(more, head, OXIDE), of(before, head, OXIDE));
            same(of(more, head, CARBON), of(before, head, CARBON));
        }
        Mace swapped = model(config, List.of(1, 8, 16), 4);
        swapped.takeWeights(before, null);
        same(of(swapped, "top", OXIDE), of(before, "top", OXIDE));
        double[] embedding = more.parameters().get("node_embedding.linear.weight");
        assertThat(Arrays.copyOfRange(embedding, 8, 12)).isNotEqualTo(Arrays.copyOfRange(embedding, 16, 20));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void oneHeadIsKept(MaceConfig config) {
        Mace before = model(config, List.of(1, 6, 8), 1);
        assertThat(before.ofOneHead("high")).isEqualTo(config.withHeads(List.of()));
        Mace one = model(before.ofOneHead("high"), List.of(1, 8), 2);
        one.takeWeights(before, "high");
        same(of(one, null, OXIDE), of(before, "high", OXIDE));
        assertThatThrownBy(() -> before.ofOneHead("middle")).hasMessageContaining("no head middle");
        assertThatThrownBy(() -> one.takeWeights(before, "middle")).hasMessageContaining("no head middle");
    }
}
