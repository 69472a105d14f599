package org.gaunt.potential.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.gaunt.atoms.FrameFile;
import org.gaunt.atoms.LabelKeys;
import org.gaunt.atoms.NeighborList;
import org.gaunt.atoms.Source;
import org.gaunt.atoms.Structure;
import org.gaunt.learn.Digest;
import org.jspecify.annotations.Nullable;

/**
 * Where the structures of some extended XYZ files begin, and the few numbers of each that a training needs at any time. The
 * structures themselves are read when they are needed, so that the files may be larger than the memory: about 300 bytes are kept
 * of a structure, whatever its size.
 */
public final class FrameIndex {

    private final List<Path> files;
    private final List<FrameFile> opened;
    private final List<Frame> frames;

    /**
     * One structure.
     *
     * @param file index of its file
     * @param offset byte of the unpacked file where it begins
     * @param line line of the file where it begins, counted from 1
     * @param composition elements and energy
     * @param configType group of configurations, or null for none
     * @param labels how many labels it has
     * @param facts for the statistics
     * @param fingerprint changes with its contents
     */
    record Frame(
            int file,
            long offset,
            int line,
            Composition composition,
            @Nullable String configType,
            LabelCounts labels,
            Statistics.Facts facts,
            long fingerprint) {}

    private FrameIndex(List<Path> files, List<FrameFile> opened, List<Frame> frames) {
        this.files = List.copyOf(files);
        this.opened = opened;
        this.frames = frames;
    }

    /**
     * Reads all frames once, one after the other.
     *
     * @param files extended XYZ files, which must not change while the index is used
     * @param keys names of the labels
     * @param cutoff of the model the structures are for, Å
     * @param wanted says of each frame whether it is to be in the index
     * @param visitor is shown every frame that is
     * @throws org.gaunt.files.InputException if a file is missing or wrong
     */
    public static FrameIndex scan(
            List<Path> files, LabelKeys keys, double cutoff, Predicate<Structure> wanted, Consumer<Structure> visitor) {
        List<FrameFile> opened = new ArrayList<>();
        List<Frame> frames = new ArrayList<>();
        Map<List<Integer>, List<Integer>> shared = new HashMap<>();
        for (int f = 0; f < files.size(); f++) {
            int file = f;
            opened.add(FrameFile.of(files.get(f), keys));
            opened.getLast().forEach((frame, offset) -> {
                Source source = frame.source();
                if (wanted.test(frame)) {
                    visitor.accept(frame);
                    frames.add(frame(file, offset, source == null ? 1 : source.line(), frame, cutoff, shared));
                }
            });
        }
        return new FrameIndex(files, opened, frames);
    }

    private static Frame frame(
            int file,
            long offset,
            int line,
            Structure structure,
            double cutoff,
            Map<List<Integer>, List<Integer>> shared) {
        Composition own = Composition.of(structure);
        List<Integer> numbers = shared.computeIfAbsent(own.numbers(), list -> list);
        List<Integer> counts = shared.computeIfAbsent(own.counts(), list -> list);
        NeighborList list = NeighborList.build(structure, cutoff);
        double[] forces = structure.labels().hasForces() ? structure.labels().forces() : null;
        boolean volume = structure.isFullyPeriodic();
        double[] stress =
                volume && structure.labels().hasStress() ? structure.labels().stress() : null;
        int atomicNumbersHash = java.util.Arrays.hashCode(structure.numbers());
        LabelWeights weights = LabelWeights.of(structure, Map.of());
        long fingerprint = new Digest()
                .add(structure.positions())
                .add(list.shift())
                .add((long) atomicNumbersHash)
                .add(own.energy(), weights.energy(), weights.forces(), weights.stress())
                .add(forces)
                .add(stress)
                .number();
        return new Frame(
                file,
                offset,
                line,
                new Composition(numbers, counts, own.energy(), own.head()),
                structure.configType(),
                new LabelCounts(own.hasEnergy() ? 1 : 0, LabelledGraph.known(forces), LabelledGraph.known(stress)),
                Statistics.Facts.of(list.receiver(), forces),
                fingerprint);
    }

    /** Number of structures. */
    public int size() {
        return frames.size();
    }

    Frame frame(int index) {
        return frames.get(index);
    }

    /** Elements and energy of a structure. */
    public Composition composition(int index) {
        return frames.get(index).composition();
    }

    /** Elements and energies of all structures. */
    public List<Composition> compositions() {
        return frames.stream().map(Frame::composition).toList();
    }

    /** Reads one structure; any thread may. */
    Structure read(int index) {
        Frame frame = frames.get(index);
        return opened.get(frame.file()).read(frame.offset(), frame.line());
    }

    String name(int index) {
        Frame frame = frames.get(index);
        return new Source(files.get(frame.file()).toString(), frame.line()).toString();
    }

    /** Some of the structures, read when they are asked for. */
    public StructureSource structures(List<Integer> indices) {
        int[] chosen = indices.stream().mapToInt(Integer::intValue).toArray();
        return new StructureSource() {
            @Override
            public int size() {
                return chosen.length;
            }

            @Override
            public Structure get(int index) {
                return read(chosen[index]);
            }
        };
    }

    /**
     * Some of the structures, made ready for training when they are asked for.
     *
     * @param builder for the model, with the cut-off of the index
     * @param configTypeWeights factors of config types
     */
    public GraphSource graphs(List<Integer> indices, GraphBuilder builder, Map<String, Double> configTypeWeights) {
        return new StreamedGraphs(this, indices, builder, configTypeWeights);
    }

    /**
     * The statistics of some of the structures.
     *
     * @param references energies of isolated atoms
     */
    public Statistics statistics(List<Integer> indices, ReferenceEnergies references) {
        Statistics.Sum sum = new Statistics.Sum();
        for (int index : indices) {
            Frame frame = frames.get(index);
            sum.add(frame.composition(), references, frame.facts());
        }
        return sum.statistics();
    }
}
