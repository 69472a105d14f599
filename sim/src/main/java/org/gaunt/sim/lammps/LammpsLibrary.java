package org.gaunt.sim.lammps;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.gaunt.files.InputException;

/**
 * The C functions of LAMMPS's shared library that are needed here, on one instance of LAMMPS without MPI. For one thread.
 *
 * <p>An error within LAMMPS ends the process where the library was built without exceptions, as Debian's is: its message is then on the
 * screen.
 */
@SuppressWarnings("restricted") // sizes and signatures are those of LAMMPS's documentation
final class LammpsLibrary implements AutoCloseable {
    /** Names under which systems know the library. */
    private static final List<String> NAMES =
            List.of("liblammps.so.0", "liblammps.so", "liblammps.dylib", "liblammps.dll");

    private static final int LONGEST_MESSAGE = 1024;

    private final Arena arena = Arena.ofShared();
    private final Linker linker = Linker.nativeLinker();
    private final SymbolLookup symbols;
    private final String name;
    private final MethodHandle command;
    private final MethodHandle file;
    private final MethodHandle setting;
    private final MethodHandle global;
    private final MethodHandle atom;
    private final MethodHandle box;
    private final MethodHandle energy;
    private final MethodHandle energies;
    private final MethodHandle virial;
    private final MethodHandle timeout;
    private final MethodHandle hasError;
    private final MethodHandle lastError;
    private final MemorySegment handle;
    private final MemorySegment boxNumbers = arena.allocate(JAVA_DOUBLE, 9);
    private final MemorySegment boxFlags = arena.allocate(JAVA_INT, 4);
    private final MemorySegment virialNumbers = arena.allocate(JAVA_DOUBLE, 6);

    /** The function that LAMMPS calls in every step. */
    interface Callback {
        /**
         * Computes forces.
         *
         * @param atoms how many
         * @param ids of the atoms, integers of the size that the setting {@code tagint} says [atoms]
         * @param x positions [atoms, 3]
         * @param f where forces go [atoms, 3]
         */
        void forces(int atoms, MemorySegment ids, MemorySegment x, MemorySegment f);
    }

    /** The simulation box: corners and tilts, Å, and periodic directions. */
    @SuppressWarnings("ArrayRecordComponent") // read at once
    record Box(double[] low, double[] high, double xy, double yz, double xz, boolean[] periodic) {}

    /**
     * Loads the library and starts LAMMPS.
     *
     * @param path of the library; empty for the system's
     * @param arguments of LAMMPS's command line
     * @throws InputException if there is no such library, or it lacks a function
     */
    LammpsLibrary(Optional<Path> path, List<String> arguments) {
        Loaded loaded = load(path);
        symbols = loaded.symbols;
        name = loaded.name;
        FunctionDescriptor text = FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS);
        command = find("lammps_command", text);
        file = find("lammps_file", FunctionDescriptor.ofVoid(ADDRESS, ADDRESS));
        setting = find("lammps_extract_setting", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));
        global = find("lammps_extract_global", text);
        atom = find("lammps_extract_atom", text);
        box = find(
                "lammps_extract_box",
                FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS));
        energy =
                find("lammps_fix_external_set_energy_global", FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, JAVA_DOUBLE));
        FunctionDescriptor numbers = FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, ADDRESS);
        energies = find("lammps_fix_external_set_energy_peratom", numbers);
        virial = find("lammps_fix_external_set_virial_global", numbers);
        timeout = find("lammps_force_timeout", FunctionDescriptor.ofVoid(ADDRESS));
        hasError = find("lammps_has_error", FunctionDescriptor.of(JAVA_INT, ADDRESS));
        lastError = find("lammps_get_last_error_message", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT));
        MethodHandle open = find("lammps_open_no_mpi", FunctionDescriptor.of(ADDRESS, JAVA_INT, ADDRESS, ADDRESS));
        MemorySegment words = arena.allocate(ADDRESS, arguments.size() + 2L);
        words.setAtIndex(ADDRESS, 0, arena.allocateFrom("lammps"));
        for (int i = 0; i < arguments.size(); i++) {
            words.setAtIndex(ADDRESS, i + 1L, arena.allocateFrom(arguments.get(i)));
        }
        handle = (MemorySegment) call(open, arguments.size() + 1, words, MemorySegment.NULL);
        if (handle.address() == 0) {
            throw InputException.of("LAMMPS does not start")
                    .file(name)
                    .found("no instance")
                    .wanted("an instance without MPI")
                    .build();
        }
    }

    private record Loaded(SymbolLookup symbols, String name) {}

    private Loaded load(Optional<Path> path) {
        List<String> names = path.map(p -> List.of(p.toString())).orElse(NAMES);
        String reason = "";
        for (String candidate : names) {
            try {
                return new Loaded(
                        path.isPresent()
                                ? SymbolLookup.libraryLookup(path.get(), arena)
                                : SymbolLookup.libraryLookup(candidate, arena),
                        candidate);
            } catch (IllegalArgumentException e) {
                reason = String.valueOf(e.getMessage());
            }
        }
        throw InputException.of("LAMMPS's shared library cannot be loaded")
                .found("none of " + String.join(", ", names) + " (" + reason + ")")
                .wanted("an installed LAMMPS with its library")
                .remedy("install it (Debian, Ubuntu: apt-get install lammps), or name the library by --lib")
                .build();
    }

    private MethodHandle find(String function, FunctionDescriptor descriptor) {
        MemorySegment address = symbols.find(function)
                .orElseThrow(() -> InputException.of("the library of LAMMPS is too old, or is no LAMMPS")
                        .file(name)
                        .found("no function " + function)
                        .wanted("LAMMPS of 29 September 2021 or later")
                        .build());
        return linker.downcallHandle(address, descriptor);
    }

    private static Object call(MethodHandle function, Object... arguments) {
        try {
            return function.invokeWithArguments(arguments);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** A setting such as {@code tagint} or {@code world_size}; -1 where LAMMPS does not know it. */
    int setting(String key) {
        try (Arena local = Arena.ofConfined()) {
            return (int) call(setting, handle, local.allocateFrom(key));
        }
    }

    /** The style of units. */
    String units() {
        try (Arena local = Arena.ofConfined()) {
            MemorySegment text = (MemorySegment) call(global, handle, local.allocateFrom("units"));
            return text.address() == 0 ? "" : text.reinterpret(64).getString(0);
        }
    }

    /** Runs one command. */
    void command(String line) {
        try (Arena local = Arena.ofConfined()) {
            call(command, handle, local.allocateFrom(line));
        }
        checkError();
    }

    /** Runs the commands of a file. */
    void file(Path commands) {
        try (Arena local = Arena.ofConfined()) {
            call(file, handle, local.allocateFrom(commands.toString()));
        }
        checkError();
    }

    /** Only a library with exceptions comes back after an error. */
    private void checkError() {
        if ((int) call(hasError, handle) == 0) {
            return;
        }
        try (Arena local = Arena.ofConfined()) {
            MemorySegment text = local.allocate(LONGEST_MESSAGE);
            call(lastError, handle, text, LONGEST_MESSAGE);
            throw InputException.of("LAMMPS stopped with an error")
                    .found(text.getString(0).strip())
                    .wanted("an input that LAMMPS runs to its end")
                    .build();
        }
    }

    /** Has a fix ask a function in every step. */
    void callback(MemorySegment fix, Callback target) {
        MethodHandle set =
                find("lammps_set_fix_external_callback", FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, ADDRESS, ADDRESS));
        FunctionDescriptor signature =
                FunctionDescriptor.ofVoid(ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS, ADDRESS);
        try {
            MethodHandle method = MethodHandles.lookup()
                    .findStatic(
                            LammpsLibrary.class,
                            "asked",
                            MethodType.methodType(
                                    void.class,
                                    Callback.class,
                                    MemorySegment.class,
                                    long.class,
                                    int.class,
                                    MemorySegment.class,
                                    MemorySegment.class,
                                    MemorySegment.class));
            MemorySegment stub = linker.upcallStub(method.bindTo(target), signature, arena);
            call(set, handle, fix, stub, MemorySegment.NULL);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** LAMMPS's rows of positions and forces are one array each, to which the first row points. */
    @SuppressWarnings({"unused", "UnusedMethod"}) // by its name
    private static void asked(
            Callback target,
            MemorySegment data,
            long step,
            int atoms,
            MemorySegment ids,
            MemorySegment x,
            MemorySegment f) {
        MemorySegment positions = atoms == 0 ? x : first(x).reinterpret(24L * atoms);
        MemorySegment forces = atoms == 0 ? f : first(f).reinterpret(24L * atoms);
        target.forces(atoms, ids, positions, forces);
    }

    private static MemorySegment first(MemorySegment rows) {
        return rows.reinterpret(ADDRESS.byteSize()).get(ADDRESS, 0);
    }

    /** The ids that a callback was given. */
    long[] ids(MemorySegment ids, int atoms) {
        if (setting("tagint") == Long.BYTES) {
            return ids.reinterpret((long) atoms * Long.BYTES).toArray(JAVA_LONG);
        }
        return Arrays.stream(ids.reinterpret((long) atoms * Integer.BYTES).toArray(JAVA_INT))
                .asLongStream()
                .toArray();
    }

    /** The type of each atom, from 1 on. */
    int[] types(int atoms) {
        try (Arena local = Arena.ofConfined()) {
            MemorySegment types = (MemorySegment) call(atom, handle, local.allocateFrom("type"));
            return types.reinterpret((long) atoms * Integer.BYTES).toArray(JAVA_INT);
        }
    }

    Box box() {
        MemorySegment low = boxNumbers.asSlice(0, 24);
        MemorySegment high = boxNumbers.asSlice(24, 24);
        MemorySegment tilts = boxNumbers.asSlice(48, 24);
        call(box, handle, low, high, tilts, tilts.asSlice(8), tilts.asSlice(16), boxFlags, boxFlags.asSlice(12));
        double[] tilt = tilts.toArray(JAVA_DOUBLE);
        boolean[] periodic = new boolean[3];
        for (int i = 0; i < 3; i++) {
            periodic[i] = boxFlags.getAtIndex(JAVA_INT, i) != 0;
        }
        return new Box(low.toArray(JAVA_DOUBLE), high.toArray(JAVA_DOUBLE), tilt[0], tilt[1], tilt[2], periodic);
    }

    void setEnergy(MemorySegment fix, double value) {
        call(energy, handle, fix, value);
    }

    /** Energies of atoms, in LAMMPS's order; it takes them where something asks for them. */
    void setEnergies(MemorySegment fix, double[] values) {
        try (Arena local = Arena.ofConfined()) {
            call(energies, handle, fix, local.allocateFrom(JAVA_DOUBLE, values));
        }
    }

    /** The sum of r x f: xx, yy, zz, xy, xz, yz, eV. */
    void setVirial(MemorySegment fix, double... values) {
        MemorySegment.copy(values, 0, virialNumbers, JAVA_DOUBLE, 0, 6);
        call(virial, handle, fix, virialNumbers);
    }

    /** Ends the run that is under way, and those that follow. */
    void stop() {
        call(timeout, handle);
    }

    MemorySegment text(String text) {
        return arena.allocateFrom(text);
    }

    @Override
    public void close() {
        call(find("lammps_close", FunctionDescriptor.ofVoid(ADDRESS)), handle);
        arena.close();
    }
}
