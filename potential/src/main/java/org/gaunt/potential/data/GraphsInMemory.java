package org.gaunt.potential.data;

import java.util.List;
import java.util.TreeMap;
import org.gaunt.learn.Digest;

/** Structures that are kept in memory. */
record GraphsInMemory(List<LabelledGraph> graphs) implements GraphSource {

    GraphsInMemory {
        graphs = List.copyOf(graphs);
    }

    @Override
    public int size() {
        return graphs.size();
    }

    @Override
    public LabelledGraph get(int index) {
        return graphs.get(index);
    }

    @Override
    public int atoms(int index) {
        return graphs.get(index).graph().atoms();
    }

    @Override
    public LabelCounts counts(int index) {
        return graphs.get(index).counts();
    }

    @Override
    public String name(int index) {
        return graphs.get(index).name();
    }

    @Override
    public long fingerprint(int index) {
        LabelledGraph structure = graphs.get(index);
        Graph graph = structure.graph();
        Digest digest = new Digest()
                .add(graph.positions())
                .add(graph.shift())
                .add(graph.species())
                .add(structure.energy())
                .add(structure.forces())
                .add(structure.stress())
                .add(structure.weights().energy())
                .add(structure.weights().forces())
                .add(structure.weights().stress());
        if (graph.inputs().length > 0) {
            digest.add(graph.inputs());
        }
        new TreeMap<>(structure.further()).forEach((key, numbers) -> digest.add(numbers));
        return digest.number();
    }
}
