package org.gaunt.sim.lammps;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.gaunt.atoms.Cell;
import org.gaunt.atoms.Element;
import org.gaunt.atoms.Structure;
import org.gaunt.files.InputException;
import org.gaunt.potential.Derivatives;
import org.gaunt.potential.Potential;
import org.gaunt.potential.Prediction;
import org.jspecify.annotations.Nullable;

/**
 * Runs an input file of LAMMPS with the forces of a potential. LAMMPS's library is loaded into this process; the input has {@code fix NAME
 * all external pf/callback 1 1}, units {@code metal}, and any other styles beside it.
 *
 * <p>The potential gets all atoms in the order of their ids. Energy, energies of atoms, forces and virial (minus volume times stress) go
 * back; there is no virial for boxes that are not periodic in three directions, and none for each atom. One rank; threads are the
 * potential's.
 */
public final class LammpsRun implements AutoCloseable {
    private final Potential potential;
    private final int[] elements;
    private final LammpsInput input;
    private final LammpsLibrary lammps;
    private final MemorySegment fix;
    private long evaluations;
    private @Nullable Structure last;
    private @Nullable Throwable failure;

    /**
     * Reads the input and starts LAMMPS.
     *
     * @param elements symbols of LAMMPS's types, from type 1 on
     * @param file the input
     * @param library LAMMPS's shared library; empty for the system's
     * @param arguments of LAMMPS's command line, such as {@code -log none}
     * @throws InputException if the input, an element or the library cannot be used
     */
    public LammpsRun(
            Potential potential, List<String> elements, Path file, Optional<Path> library, List<String> arguments) {
        this.potential = potential;
        this.elements = elements.stream().mapToInt(LammpsRun::number).toArray();
        this.input = LammpsInput.read(file);
        this.lammps = new LammpsLibrary(library, arguments);
        this.fix = lammps.text(input.fix());
    }

    private static int number(String symbol) {
        return Element.ofSymbol(symbol)
                .orElseThrow(() -> InputException.of("an element of LAMMPS's types is none")
                        .found(symbol)
                        .wanted("symbols in the order of the types, such as C,H,N,O")
                        .build())
                .number();
    }

    /**
     * Runs the input to its end.
     *
     * @return how often forces were asked for
     * @throws InputException if the input cannot be used, or the potential cannot take a structure
     */
    public long run() {
        if (lammps.setting("world_size") > 1) {
            throw InputException.of("LAMMPS runs on several ranks")
                    .found(lammps.setting("world_size") + " ranks")
                    .wanted("one rank; the potential has threads")
                    .remedy("use gaunt serve with python/ipi_bridge_lammps.py for several ranks")
                    .build();
        }
        Path folder = folder();
        try {
            lammps.file(write(folder.resolve("head"), input.head()));
            check();
            lammps.command("fix_modify " + input.fix() + " energy yes virial yes");
            lammps.callback(fix, this::asked);
            lammps.file(write(folder.resolve("rest"), input.rest()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            delete(folder);
        }
        report();
        if (evaluations == 0) {
            throw InputException.of("LAMMPS never asked for forces")
                    .found("no run and no minimize behind the fix " + input.fix())
                    .wanted("a run")
                    .build();
        }
        return evaluations;
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory("gaunt-lammps");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path write(Path file, List<String> lines) throws IOException {
        return Files.write(file, lines);
    }

    private static void delete(Path folder) {
        try (var files = Files.list(folder)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException e) {
            // a file in the folder for temporary files stays: nothing depends on it
        }
    }

    private void check() {
        if (!lammps.units().equals("metal")) {
            throw InputException.of("the units of LAMMPS are not those of the potential")
                    .found("units " + lammps.units())
                    .wanted("units metal: eV and Å")
                    .build();
        }
        int types = lammps.setting("ntypes");
        if (types != elements.length) {
            throw InputException.of("the elements do not go with LAMMPS's types")
                    .found(elements.length + " elements for " + types + " types")
                    .wanted("one element for each type, from type 1 on")
                    .build();
        }
    }

    /** Nothing may be thrown into LAMMPS: an error is kept, the run ends, and it is thrown afterwards. */
    private void asked(int atoms, MemorySegment ids, MemorySegment x, MemorySegment f) {
        try {
            if (failure == null) {
                evaluate(atoms, ids, x, f);
                return;
            }
        } catch (Throwable e) {
            failure = e;
        }
        f.fill((byte) 0);
        lammps.stop();
    }

    private void evaluate(int atoms, MemorySegment idSegment, MemorySegment x, MemorySegment f) {
        if (atoms == 0) {
            throw InputException.of("LAMMPS has no atoms")
                    .found("none")
                    .wanted("atoms")
                    .build();
        }
        int[] order = order(atoms, idSegment);
        int[] types = lammps.types(atoms);
        int[] numbers = new int[atoms];
        double[] local = x.toArray(JAVA_DOUBLE);
        double[] positions = new double[3 * atoms];
        for (int k = 0; k < atoms; k++) {
            numbers[k] = elements[types[order[k]] - 1];
            System.arraycopy(local, 3 * order[k], positions, 3 * k, 3);
        }
        LammpsLibrary.Box box = lammps.box();
        Structure structure = structure(numbers, positions, box);
        Derivatives what = structure.isFullyPeriodic() ? Derivatives.STRESS : Derivatives.FORCES;
        Prediction prediction = potential.evaluate(structure, what);
        last = structure;
        evaluations++;
        double[] forces = prediction.forces();
        double[] energies = prediction.atomEnergies();
        double[] byAtom = new double[atoms];
        for (int k = 0; k < atoms; k++) {
            System.arraycopy(forces, 3 * k, local, 3 * order[k], 3);
            byAtom[order[k]] = energies[k];
        }
        MemorySegment.copy(local, 0, f, JAVA_DOUBLE, 0, 3 * atoms);
        lammps.setEnergy(fix, prediction.energy());
        lammps.setEnergies(fix, byAtom);
        if (what == Derivatives.STRESS) {
            double[] s = prediction.stress();
            double v = -java.util.Objects.requireNonNull(structure.cell()).volume();
            lammps.setVirial(fix, v * s[0], v * s[4], v * s[8], v * s[1], v * s[2], v * s[5]);
        } else {
            lammps.setVirial(fix, 0, 0, 0, 0, 0, 0);
        }
    }

    /** LAMMPS's atoms by their ids. */
    private int[] order(int atoms, MemorySegment segment) {
        long[] ids = lammps.ids(segment, atoms);
        int[] order = new int[atoms];
        Arrays.fill(order, -1);
        for (int i = 0; i < atoms; i++) {
            if (ids[i] < 1 || ids[i] > atoms) {
                return IntStream.range(0, atoms)
                        .boxed()
                        .sorted((a, b) -> Long.compare(ids[a], ids[b]))
                        .mapToInt(Integer::intValue)
                        .toArray();
            }
            order[(int) ids[i] - 1] = i;
        }
        return order;
    }

    private Structure structure(int[] numbers, double[] positions, LammpsLibrary.Box box) {
        boolean[] pbc = box.periodic();
        Structure.Builder builder = Structure.builder(numbers, positions);
        if (pbc[0] || pbc[1] || pbc[2]) {
            double[] edge = new double[3];
            Arrays.setAll(edge, i -> box.high()[i] - box.low()[i]);
            builder.cell(Cell.of(edge[0], 0, 0, box.xy(), edge[1], 0, box.xz(), box.yz(), edge[2]))
                    .pbc(pbc[0], pbc[1], pbc[2]);
        }
        return builder.build();
    }

    private void report() {
        switch (failure) {
            case null -> {}
            case InputException e -> throw e;
            case Error e -> throw e;
            default -> throw new IllegalStateException(failure);
        }
    }

    /** The structure that was evaluated last. */
    public Optional<Structure> lastStructure() {
        return Optional.ofNullable(last);
    }

    @Override
    public void close() {
        lammps.close();
    }
}
