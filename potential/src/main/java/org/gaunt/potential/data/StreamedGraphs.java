package org.gaunt.potential.data;

import java.util.List;
import java.util.Map;

/** Structures that stay in their files; each is read, and its neighbours are searched, whenever it is asked for. */
final class StreamedGraphs implements GraphSource {

    private final FrameIndex index;
    private final int[] chosen;
    private final GraphBuilder builder;
    private final Map<String, Double> configTypeWeights;

    StreamedGraphs(
            FrameIndex index, List<Integer> chosen, GraphBuilder builder, Map<String, Double> configTypeWeights) {
        this.index = index;
        this.chosen = chosen.stream().mapToInt(Integer::intValue).toArray();
        this.builder = builder;
        this.configTypeWeights = Map.copyOf(configTypeWeights);
    }

    @Override
    public int size() {
        return chosen.length;
    }

    @Override
    public LabelledGraph get(int i) {
        return LabelledGraph.of(index.read(chosen[i]), builder, configTypeWeights);
    }

    @Override
    public int atoms(int i) {
        return index.frame(chosen[i]).composition().atoms();
    }

    @Override
    public LabelCounts counts(int i) {
        return index.frame(chosen[i]).labels();
    }

    @Override
    public String name(int i) {
        return index.name(chosen[i]);
    }

    @Override
    public long fingerprint(int i) {
        long own = index.frame(chosen[i]).fingerprint();
        return builder.readsFurther() ? builder.fingerprint(own, index.read(chosen[i])) : own;
    }
}
