package org.gaunt.potential.train;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.gaunt.atoms.ExtendedXyz;
import org.gaunt.atoms.LabelKeys;
import org.gaunt.atoms.Structure;
import org.gaunt.learn.Split;
import org.gaunt.potential.data.Composition;
import org.gaunt.potential.data.DataChecks;
import org.gaunt.potential.data.DataConfig;
import org.gaunt.potential.data.DataSet;
import org.gaunt.potential.data.FrameIndex;
import org.gaunt.potential.data.GraphBuilder;
import org.gaunt.potential.data.GraphSource;
import org.gaunt.potential.data.IsolatedAtoms;
import org.gaunt.potential.data.LabelWeights;
import org.gaunt.potential.data.ReferenceEnergies;
import org.gaunt.potential.data.Statistics;
import org.gaunt.potential.data.StructureSource;

/** The structures of the training files, wherever they are kept. */
public abstract sealed class FittedSet {

    private final StructureSource structures;
    private final List<Composition> compositions;
    private final IsolatedAtoms isolated;

    private FittedSet(StructureSource structures, List<Composition> compositions, IsolatedAtoms isolated) {
        this.structures = structures;
        this.compositions = List.copyOf(compositions);
        this.isolated = isolated;
    }

    /** All structures but the isolated atoms. */
    public final StructureSource structures() {
        return structures;
    }

    /** Elements and energies of all structures. */
    public final List<Composition> compositions() {
        return compositions;
    }

    /** The isolated atoms. */
    public final IsolatedAtoms isolated() {
        return isolated;
    }

    /** Some of the structures. */
    public abstract StructureSource some(List<Integer> indices);

    /** Some of the structures, ready for training. */
    public abstract GraphSource graphs(
            List<Integer> indices, GraphBuilder builder, Map<String, Double> configTypeWeights);

    /**
     * Statistics of some of the structures.
     *
     * @param training those structures
     * @param indices which they are
     */
    public abstract Statistics statistics(GraphSource training, List<Integer> indices, ReferenceEnergies references);

    /**
     * Reads all of them into memory.
     *
     * @param checks is shown every structure
     */
    static FittedSet inMemory(DataConfig config, LabelKeys keys, DataChecks checks) {
        DataSet all = DataSet.of(TrainingData.read(config.train(), keys));
        DataSet chosen = all.ofConfigTypes(config.configTypes());
        IsolatedAtoms isolated = isolatedAtoms(config, keys).plus(all.isolated());
        chosen.requireTrainable(config.train().getFirst().toString());
        chosen.structures().forEach(checks::add);
        Set<String> types = new TreeSet<>();
        all.structures().forEach(structure -> types.add(type(structure)));
        DataChecks.requireWeightedTypes(config.configTypeWeights(), types);
        return new InMemory(chosen.structures(), isolated);
    }

    /**
     * Looks at all of them once and leaves them in their files.
     *
     * @param checks is shown every structure
     */
    static FittedSet inFiles(DataConfig config, LabelKeys keys, double cutoff, DataChecks checks) {
        List<Structure> atoms = new ArrayList<>();
        Set<String> types = new TreeSet<>();
        FrameIndex index = FrameIndex.scan(
                config.train(),
                keys,
                cutoff,
                frame -> {
                    if (DataSet.isIsolatedAtom(frame)) {
                        atoms.add(frame);
                        return false;
                    }
                    types.add(type(frame));
                    String type = frame.configType();
                    return config.configTypes().isEmpty()
                            || (type != null && config.configTypes().contains(type));
                },
                frame -> {
                    DataSet.requireEnergy(frame);
                    checks.add(frame);
                });
        Set<String> named = new TreeSet<>(types);
        named.remove(LabelWeights.DEFAULT);
        DataChecks.requireTypes(config.configTypes(), named);
        DataChecks.requireWeightedTypes(config.configTypeWeights(), types);
        IsolatedAtoms isolated = isolatedAtoms(config, keys).plus(IsolatedAtoms.of(atoms));
        if (index.size() == 0) {
            new DataSet(List.of(), isolated)
                    .requireTrainable(config.train().getFirst().toString());
        }
        return new InFiles(index, isolated);
    }

    private static String type(Structure structure) {
        String type = structure.configType();
        return type == null ? LabelWeights.DEFAULT : type;
    }

    private static IsolatedAtoms isolatedAtoms(DataConfig config, LabelKeys keys) {
        Path file = config.isolatedAtoms();
        return file == null ? IsolatedAtoms.NONE : IsolatedAtoms.ofFile(ExtendedXyz.read(file, keys));
    }

    private static final class InMemory extends FittedSet {
        private final List<Structure> all;

        InMemory(List<Structure> all, IsolatedAtoms isolated) {
            super(StructureSource.of(all), all.stream().map(Composition::of).toList(), isolated);
            this.all = all;
        }

        @Override
        public StructureSource some(List<Integer> indices) {
            return StructureSource.of(Split.pick(all, indices));
        }

        @Override
        public GraphSource graphs(List<Integer> indices, GraphBuilder builder, Map<String, Double> configTypeWeights) {
            return GraphSource.of(Split.pick(all, indices), builder, configTypeWeights);
        }

        @Override
        public Statistics statistics(GraphSource training, List<Integer> indices, ReferenceEnergies references) {
            return Statistics.of(training, references.energies());
        }
    }

    private static final class InFiles extends FittedSet {
        private final FrameIndex index;

        InFiles(FrameIndex index, IsolatedAtoms isolated) {
            super(
                    index.structures(java.util.stream.IntStream.range(0, index.size())
                            .boxed()
                            .toList()),
                    index.compositions(),
                    isolated);
            this.index = index;
        }

        @Override
        public StructureSource some(List<Integer> indices) {
            return index.structures(indices);
        }

        @Override
        public GraphSource graphs(List<Integer> indices, GraphBuilder builder, Map<String, Double> configTypeWeights) {
            return index.graphs(indices, builder, configTypeWeights);
        }

        @Override
        public Statistics statistics(GraphSource training, List<Integer> indices, ReferenceEnergies references) {
            return index.statistics(indices, references);
        }
    }
}
