package org.gaunt.potential.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.gaunt.atoms.Cell;
import org.gaunt.atoms.Structure;
import org.junit.jupiter.api.Test;

class GraphBatchTest {

    private static final GraphBuilder BUILDER = new GraphBuilder(List.of(1, 8), 1.8);

    private final Graph molecule =
            BUILDER.build(Structure.builder(new int[] {8, 1, 1}, new double[] {0, 0, 0, 1, 0, 0, 0, 1, 0})
                    .build());
    private final Graph crystal = BUILDER.build(Structure.builder(new int[] {1}, new double[] {0.1, 0, 0})
            .cell(Cell.box(1.5, 2, 2))
            .pbc(true, true, true)
            .build());

    @Test
    void graphsHaveTheElementsOfTheModel() {
        assertThat(molecule.species()).containsExactly(1, 0, 0);
        assertThat(molecule.volume()).isNaN();
        assertThat(crystal.volume()).isCloseTo(6, within(1e-12));
        assertThat(crystal.edges()).isEqualTo(2);
        assertThat(molecule.edges()).isEqualTo(6);
        assertThat(molecule.pairs()).isEqualTo(3);
    }

    @Test
    void aBatchIsOneGraphOfUnconnectedParts() {
        GraphBatch batch = GraphBatch.of(List.of(molecule, crystal, molecule));
        assertThat(batch.structures()).isEqualTo(3);
        assertThat(batch.atoms()).isEqualTo(7);
        assertThat(batch.edges()).isEqualTo(14);
        assertThat(batch.pairs()).isEqualTo(7);
        assertThat(batch.firstAtom()).containsExactly(0, 3, 4, 7);
        assertThat(batch.structureOfAtom()).containsExactly(0, 0, 0, 1, 2, 2, 2);
        assertThat(batch.receiver()).isSorted();
        assertThat(batch.volumes()[1]).isCloseTo(6, within(1e-12));
        double[] x = batch.positions();
        for (int edge = 0; edge < batch.edges(); edge++) {
            int sender = batch.sender()[edge];
            int receiver = batch.receiver()[edge];
            assertThat(batch.structureOfAtom()[sender]).isEqualTo(batch.structureOfAtom()[receiver]);
            double square = 0;
            for (int k = 0; k < 3; k++) {
                double d = x[3 * receiver + k] - x[3 * sender + k] + batch.shift()[3 * edge + k];
                square += d * d;
            }
            assertThat(square).isBetween(0.9, 1.8 * 1.8);
            int first = batch.firstEdgeOfPair()[batch.pairOfEdge()[edge]];
            assertThat(first).isLessThanOrEqualTo(edge);
            assertThat(first == edge || (batch.sender()[first] == receiver && batch.receiver()[first] == sender))
                    .isTrue();
        }
    }

    @Test
    void anEmptyBatchIsABatch() {
        GraphBatch batch = GraphBatch.of(List.of());
        assertThat(batch.atoms()).isZero();
        assertThat(batch.firstAtom()).containsExactly(0);
    }

    @Test
    void lengthsMustAgree() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Graph(
                        new double[3], new int[1], new int[1], new int[0], new double[0], new int[0], new int[0], 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new LabelledGraph(molecule, 1, new double[3], null));
    }
}
