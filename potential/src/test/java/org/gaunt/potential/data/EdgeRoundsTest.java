package org.gaunt.potential.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.gaunt.atoms.Cell;
import org.gaunt.atoms.Structure;
import org.gaunt.autodiff.Rounds;
import org.gaunt.autodiff.Rounds.Range;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EdgeRoundsTest {
    private static Graph graph(int atoms) {
        Random random = new Random(atoms);
        double edge = Math.cbrt(20.0 * atoms);
        int[] numbers = new int[atoms];
        double[] positions = new double[3 * atoms];
        for (int k = 0; k < 3 * atoms; k++) {
            numbers[k / 3] = 14;
            positions[k] = edge * random.nextDouble();
        }
        Structure structure = Structure.builder(numbers, positions)
                .cell(Cell.box(edge, edge, edge))
                .pbc(true, true, true)
                .build();
        return new GraphBuilder(List.of(14), 4.0).build(structure);
    }

    @ParameterizedTest
    @ValueSource(ints = {192, 193, 500, 4_096, 4_099})
    void theEdgesStayTheSame(int atoms) {
        Graph graph = graph(atoms);
        Graph reordered = graph.inRounds();
        assertThat(edges(reordered)).containsExactlyInAnyOrderElementsOf(edges(graph));
        assertThat(edges(reordered)).isNotEqualTo(edges(graph));
        assertThat(reordered.pairs()).isEqualTo(graph.pairs());
        int[] seen = new int[graph.pairs()];
        for (int e = 0; e < reordered.edges(); e++) {
            int pair = reordered.pairOfEdge()[e];
            seen[pair]++;
            int first = reordered.firstEdgeOfPair()[pair];
            assertThat(first).isLessThanOrEqualTo(e);
            assertThat(reordered.pairOfEdge()[first]).isEqualTo(pair);
            if (first != e) {
                assertThat(reordered.sender()[first]).isEqualTo(reordered.receiver()[e]);
                for (int x = 0; x < 3; x++) {
                    assertThat(reordered.shift()[3 * first + x])
                            .isEqualTo(-reordered.shift()[3 * e + x]);
                }
            }
        }
        assertThat(seen).containsOnly(2);
    }

    private static List<List<Double>> edges(Graph graph) {
        List<List<Double>> all = new ArrayList<>();
        for (int e = 0; e < graph.edges(); e++) {
            all.add(List.of(
                    (double) graph.sender()[e],
                    (double) graph.receiver()[e],
                    graph.shift()[3 * e] + 0.0,
                    graph.shift()[3 * e + 1] + 0.0,
                    graph.shift()[3 * e + 2] + 0.0));
        }
        return all;
    }

    @ParameterizedTest
    @ValueSource(ints = {192, 500, 4_096})
    void threadsOfARoundShareNoAtomAndNoPair(int atoms) {
        Graph graph = graph(atoms).inRounds();
        int edge = 0;
        int pair = 0;
        Rounds ofEdges = Objects.requireNonNull(graph.edgeRounds());
        Rounds ofPairs = Objects.requireNonNull(graph.pairRounds());
        assertThat(ofPairs.ranges()).hasSameSizeAs(ofEdges.ranges());
        for (int r = 0; r < ofEdges.ranges().size(); r++) {
            Set<Integer> atomsOfOthers = new HashSet<>();
            Set<Integer> pairsOfOthers = new HashSet<>();
            for (int k = 0; k < ofEdges.ranges().get(r).size(); k++) {
                Range range = ofEdges.ranges().get(r).get(k);
                Range pairs = ofPairs.ranges().get(r).get(k);
                assertThat(range.from()).isEqualTo(edge);
                assertThat(pairs.from()).isEqualTo(pair);
                Set<Integer> own = new HashSet<>();
                Set<Integer> ownPairs = new HashSet<>();
                for (int e = range.from(); e < range.to(); e++) {
                    own.add(graph.sender()[e]);
                    own.add(graph.receiver()[e]);
                    ownPairs.add(graph.pairOfEdge()[e]);
                    assertThat(graph.pairOfEdge()[e]).isBetween(pairs.from(), pairs.to() - 1);
                }
                assertThat(Collections.disjoint(own, atomsOfOthers)).isTrue();
                assertThat(Collections.disjoint(ownPairs, pairsOfOthers)).isTrue();
                atomsOfOthers.addAll(own);
                pairsOfOthers.addAll(ownPairs);
                edge = range.to();
                pair = pairs.to();
            }
        }
        assertThat(edge).isEqualTo(graph.edges());
        assertThat(pair).isEqualTo(graph.pairs());
    }

    @Test
    void smallGraphsStayAsTheyAre() {
        Graph graph = graph(EdgeRounds.SMALLEST - 1);
        assertThat(graph.inRounds()).isSameAs(graph);
        GraphBatch two = GraphBatch.of(List.of(graph(192).inRounds(), graph));
        assertThat(two.edgeRounds()).isNull(); // ranges of one graph only
    }
}
