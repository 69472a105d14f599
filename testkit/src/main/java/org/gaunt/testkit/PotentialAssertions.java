package org.gaunt.testkit;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.gaunt.atoms.Cell;
import org.gaunt.atoms.Structure;
import org.gaunt.o3.Rotation;
import org.gaunt.potential.Potential;
import org.gaunt.potential.Symmetry;
import org.jspecify.annotations.Nullable;

/**
 * Asserts what every potential promises, for any {@link EnergyFunction}: symmetries, forces that are the gradient of
 * the energy, and a smooth end of the interaction.
 *
 * <pre>{@code
 * PotentialAssertions.of(potential).seed(7).tolerance(1e-10)
 *         .turnsWithTheStructure(structure)
 *         .forcesAreTheGradient(structure);
 * }</pre>
 *
 * <p>Energies are compared to the tolerance in eV per atom, other quantities to the tolerance relative to the largest
 * of their kind, or absolutely if all are smaller than 1. Immutable; every setting returns a new object.
 */
public final class PotentialAssertions {

    private static final int TRIALS = 4;
    private static final double ISOLATED = 1e-9;

    private final EnergyFunction function;
    private final long seed;
    private final double tolerance;
    private final double gradientTolerance;

    private PotentialAssertions(EnergyFunction function, long seed, double tolerance, double gradientTolerance) {
        this.function = function;
        this.seed = seed;
        this.tolerance = tolerance;
        this.gradientTolerance = gradientTolerance;
    }

    /**
     * Starts with seed 1, tolerance 1e-9, and 1e-6 for difference quotients.
     *
     * @param function what to examine
     * @return the assertions
     */
    public static PotentialAssertions of(EnergyFunction function) {
        return new PotentialAssertions(function, 1, 1e-9, 1e-6);
    }

    /**
     * Starts with a potential, energies and forces.
     *
     * @param potential what to examine
     * @return the assertions
     */
    public static PotentialAssertions ofPotential(Potential potential) {
        return of(EnergyFunction.of(potential));
    }

    /** The same with another seed of everything that is random. */
    public PotentialAssertions seed(long newSeed) {
        return new PotentialAssertions(function, newSeed, tolerance, gradientTolerance);
    }

    /** The same with another tolerance of symmetries. */
    public PotentialAssertions tolerance(double newTolerance) {
        return new PotentialAssertions(function, seed, newTolerance, gradientTolerance);
    }

    /** The same with another tolerance of difference quotients. */
    public PotentialAssertions gradientTolerance(double newTolerance) {
        return new PotentialAssertions(function, seed, tolerance, newTolerance);
    }

    /**
     * All symmetries at once, and the gradient: translation, rotation, reflection where the function's symmetry has it,
     * permutation, images, forces.
     *
     * @param structure at which to examine them
     * @return this
     */
    public PotentialAssertions keepsItsContract(Structure structure) {
        return ignoresTranslation(structure)
                .turnsWithTheStructure(structure)
                .keepsItsSymmetryInTheMirror(structure)
                .ignoresTheOrderOfAtoms(structure)
                .ignoresTheChoiceOfImages(structure)
                .forcesAreTheGradient(structure);
    }

    /**
     * Moving all atoms by the same vector changes nothing, and the forces sum to zero.
     *
     * @param structure at which to examine it
     * @return this
     */
    public PotentialAssertions ignoresTranslation(Structure structure) {
        RandomGenerator random = new Random(seed);
        EnergyFunction.Result plain = function.evaluate(structure);
        for (int trial = 0; trial < TRIALS; trial++) {
            double[] by = random.doubles(3, -5, 5).toArray();
            compare(
                    structure,
                    function.evaluate(Transforms.moved(structure, by)),
                    plain,
                    "after moving all atoms",
                    "moved by " + Arrays.toString(by) + " Å, seed " + seed
                            + "; only differences of positions may be used");
        }
        double[] sum = new double[3];
        double largest = 1;
        for (int i = 0; i < plain.forces().length; i++) {
            sum[i % 3] += plain.forces()[i];
            largest = Math.max(largest, Math.abs(plain.forces()[i]));
        }
        Deviation.between(sum, new double[3], "the sum of the forces")
                .check(
                        tolerance * largest * structure.size(),
                        "the forces do not sum to zero",
                        i -> "the " + "xyz".charAt(i) + " component of the sum",
                        "an edge's force must be added to one atom and subtracted from the other");
        return this;
    }

    /**
     * Turning the structure leaves the energy and turns forces and stress: by proper rotations and, unless the function's symmetry is
     * {@link Symmetry#SE3}, by improper ones, which invert as well.
     *
     * @param structure at which to examine it
     * @return this
     */
    public PotentialAssertions turnsWithTheStructure(Structure structure) {
        RandomGenerator random = new Random(seed);
        EnergyFunction.Result plain = function.evaluate(structure);
        for (int trial = 0; trial < TRIALS; trial++) {
            boolean inversion = trial % 2 == 1 && function.symmetry() == Symmetry.E3;
            Rotation rotation = Rotation.random(random);
            double[][] r = Transforms.matrix(rotation, inversion);
            double[] stress = plain.stress();
            EnergyFunction.Result expected = new EnergyFunction.Result(
                    plain.energy(),
                    Transforms.turn(r, plain.forces()),
                    stress == null ? null : Transforms.turnTensor(r, stress));
            compare(
                    structure,
                    function.evaluate(Transforms.mapped(structure, r)),
                    expected,
                    inversion ? "after a rotation with inversion" : "after a rotation",
                    Transforms.describe(rotation) + ", seed " + seed
                            + (inversion
                                    ? "; if only inversion fails, a parity is wrong"
                                    : "; energies must be invariant, forces must turn"));
        }
        return this;
    }

    /**
     * Mirror images have the same energy, and mirrored forces and stress. The mirrors are those of the axes and the inversion, which
     * only change signs, so that nothing is rounded and approximations that hold for rotations do not matter: a handedness of
     * 1e-8 eV shows. Random weights hide one easily; trained ones do not.
     *
     * @param structure at which to examine it; it should have no mirror plane itself
     * @return this
     */
    public PotentialAssertions ignoresMirrors(Structure structure) {
        for (int axis = 0; axis < 3; axis++) {
            ignoresMirror(structure, axis);
        }
        compareFlipped(structure, -1, -1, -1, "after an inversion", "all signs");
        return this;
    }

    /**
     * The same for one mirror.
     *
     * @param structure at which to examine it; it should have no mirror plane itself
     * @param axis 0, 1 or 2: the coordinate whose sign changes
     * @return this
     */
    public PotentialAssertions ignoresMirror(Structure structure, int axis) {
        compareFlipped(
                structure,
                axis == 0 ? -1 : 1,
                axis == 1 ? -1 : 1,
                axis == 2 ? -1 : 1,
                "in a mirror",
                "the sign of " + "xyz".charAt(axis));
        return this;
    }

    private void compareFlipped(Structure structure, int x, int y, int z, String when, String signs) {
        double[][] r = {{x, 0, 0}, {0, y, 0}, {0, 0, z}};
        EnergyFunction.Result plain = function.evaluate(structure);
        double[] stress = plain.stress();
        EnergyFunction.Result expected = new EnergyFunction.Result(
                plain.energy(),
                Transforms.turn(r, plain.forces()),
                stress == null ? null : Transforms.turnTensor(r, stress));
        compare(
                structure,
                function.evaluate(Transforms.mapped(structure, r)),
                expected,
                when,
                signs + " changed; a parity is wrong, or the symmetry of the function should say that it has a"
                        + " handedness");
    }

    private PotentialAssertions keepsItsSymmetryInTheMirror(Structure structure) {
        return function.symmetry() == Symmetry.E3 ? ignoresMirrors(structure) : this;
    }

    /**
     * Listing the atoms in another order leaves the energy and lists the forces in that order.
     *
     * @param structure at which to examine it
     * @return this
     */
    public PotentialAssertions ignoresTheOrderOfAtoms(Structure structure) {
        RandomGenerator random = new Random(seed);
        EnergyFunction.Result plain = function.evaluate(structure);
        for (int trial = 0; trial < TRIALS; trial++) {
            int[] order = new int[structure.size()];
            for (int k = 0; k < order.length; k++) {
                int j = random.nextInt(k + 1);
                order[k] = order[j];
                order[j] = k;
            }
            Structure permuted = Transforms.permuted(structure, order);
            EnergyFunction.Result expected = new EnergyFunction.Result(
                    plain.energy(), Transforms.permuted(plain.forces(), order), plain.stress());
            compare(
                    permuted,
                    function.evaluate(permuted),
                    expected,
                    "with the atoms in another order",
                    "order " + Arrays.toString(order) + ", seed " + seed
                            + "; does a scatter or gather use the right index?");
        }
        return this;
    }

    /**
     * Moving single atoms by cell vectors of periodic directions changes nothing. Passes where nothing is periodic.
     *
     * @param structure at which to examine it
     * @return this
     */
    public PotentialAssertions ignoresTheChoiceOfImages(Structure structure) {
        Cell cell = structure.cell();
        if (cell == null || !structure.isPeriodic()) {
            return this;
        }
        RandomGenerator random = new Random(seed);
        double[] positions = structure.positions();
        for (int atom = 0; atom < structure.size(); atom++) {
            for (int vector = 0; vector < 3; vector++) {
                int images = structure.periodic(vector) ? random.nextInt(-2, 3) : 0;
                for (int k = 0; k < 3; k++) {
                    positions[3 * atom + k] += images * cell.get(vector, k);
                }
            }
        }
        compare(
                structure,
                function.evaluate(Transforms.rebuilt(structure, structure.numbers(), positions, cell)),
                function.evaluate(structure),
                "with other periodic images of the atoms",
                "seed " + seed + "; are the shifts of the neighbour list applied with the right sign?");
        return this;
    }

    /**
     * The forces are minus the difference quotients of the energy, for every coordinate.
     *
     * @param structure at which to examine it
     * @return this
     */
    public PotentialAssertions forcesAreTheGradient(Structure structure) {
        double[] wanted = DifferenceQuotients.forces(function, structure);
        Deviation.between(function.evaluate(structure).forces(), wanted, "the forces")
                .check(
                        gradientTolerance,
                        "the forces are not the negative gradient of the energy",
                        i -> force(structure, i),
                        "difference quotients of fourth order with " + DifferenceQuotients.STEP + " Å");
        return this;
    }

    /**
     * The stress is the difference quotient of the energy by symmetric strain, over the volume.
     *
     * @param structure periodic in three directions
     * @return this
     */
    public PotentialAssertions stressIsTheGradient(Structure structure) {
        double[] stress = function.evaluate(structure).stress();
        Cell cell = structure.cell();
        if (stress == null || cell == null) {
            throw new AssertionError("no stress to examine: " + structure + (cell == null ? " has no cell" : "")
                    + "; use EnergyFunction.withStress and a periodic structure");
        }
        double[] wanted = DifferenceQuotients.stress(function, structure, cell);
        Deviation.between(stress, wanted, "the stress")
                .check(
                        gradientTolerance,
                        "the stress is not the derivative of the energy by strain over the volume",
                        i -> "component " + "xyz".charAt(i / 3) + "xyz".charAt(i % 3),
                        "difference quotients of fourth order with strain " + DifferenceQuotients.STRAIN
                                + "; the sign is positive under tension");
        return this;
    }

    /**
     * The interaction of two atoms ends smoothly at the cut-off: beyond it nothing changes, at it the energy does not
     * jump, and the force goes to zero faster than linearly (so that the second derivative is continuous).
     *
     * @param numberA atomic number of one atom
     * @param numberB atomic number of the other
     * @param cutoff in Å
     * @return this
     */
    public PotentialAssertions endsSmoothly(int numberA, int numberB, double cutoff) {
        CutoffCheck.check(function, numberA, numberB, cutoff, tolerance);
        return this;
    }

    /**
     * Atoms without neighbours have the energies of isolated atoms, to 1e-9 eV: by themselves,
     * in a periodic box and far from a molecule. Atoms that leave each other come there smoothly: the force is the slope of the energy
     * up to the cut-off and beyond, and nothing jumps.
     *
     * @param energies of isolated atoms by atomic number, eV
     * @param cutoff in Å
     * @param molecule a structure of these elements that is not periodic
     * @return this
     */
    public PotentialAssertions goesToIsolatedAtoms(Map<Integer, Double> energies, double cutoff, Structure molecule) {
        IsolatedLimitCheck check = new IsolatedLimitCheck(function, cutoff, ISOLATED);
        energies.forEach((number, energy) -> {
            check.alone(number, energy, molecule);
            energies.forEach((other, otherEnergy) -> {
                if (number <= other) {
                    check.leaving(number, other, energy + otherEnergy, gradientTolerance);
                }
            });
        });
        return this;
    }

    /**
     * Two copies far from each other have twice the energy and the same forces.
     *
     * @param molecule a structure that is not periodic
     * @return this
     */
    public PotentialAssertions addsUpOverDistantCopies(Structure molecule) {
        if (molecule.isPeriodic()) {
            throw new IllegalArgumentException("copies can be put far apart only if nothing is periodic: " + molecule);
        }
        int atoms = molecule.size();
        double[] positions = molecule.positions();
        double extent = Deviation.largest(positions);
        double[] both = Arrays.copyOf(positions, 6 * atoms);
        for (int i = 0; i < 3 * atoms; i++) {
            both[3 * atoms + i] = positions[i] + (i % 3 == 0 ? 2 * extent + 200 : 0);
        }
        int[] numbers = Arrays.copyOf(molecule.numbers(), 2 * atoms);
        System.arraycopy(numbers, 0, numbers, atoms, atoms);
        Structure pair = Structure.builder(numbers, both).build();
        EnergyFunction.Result one = function.evaluate(molecule);
        double[] forces = Arrays.copyOf(one.forces(), 6 * atoms);
        System.arraycopy(forces, 0, forces, 3 * atoms, 3 * atoms);
        compare(
                pair,
                function.evaluate(pair),
                new EnergyFunction.Result(2 * one.energy(), forces),
                "with two copies far apart",
                "is something divided by the number of atoms?");
        return this;
    }

    /**
     * Evaluating the same structure twice gives the same bits.
     *
     * @param structure at which to examine it
     * @return this
     */
    public PotentialAssertions repeatsToTheBit(Structure structure) {
        EnergyFunction.Result first = function.evaluate(structure);
        double energy = first.energy();
        double[] forces = first.forces().clone();
        EnergyFunction.Result second = function.evaluate(structure);
        if (Double.doubleToLongBits(energy) != Double.doubleToLongBits(second.energy())
                || !Arrays.equals(forces, second.forces())) {
            throw new AssertionError("the second evaluation of " + structure + " differs from the first: energy "
                    + energy + " and " + second.energy() + " eV, forces by up to "
                    + Deviation.largest(difference(forces, second.forces())) + " eV/Å");
        }
        return this;
    }

    private void compare(
            Structure structure,
            EnergyFunction.Result found,
            EnergyFunction.Result wanted,
            String when,
            String circumstances) {
        double allowed = tolerance * structure.size();
        if (!(Math.abs(found.energy() - wanted.energy()) <= allowed)) {
            throw new AssertionError(String.format(
                    Locale.ROOT,
                    "the energy of %s changes %s: it is %.12g and should be %.12g eV, a deviation of %.3e, more than"
                            + " %.1e (%s)",
                    structure,
                    when,
                    found.energy(),
                    wanted.energy(),
                    Math.abs(found.energy() - wanted.energy()),
                    allowed,
                    circumstances));
        }
        Deviation.between(found.forces(), wanted.forces(), "the forces")
                .check(
                        tolerance,
                        "the forces on " + structure + " are wrong " + when,
                        i -> force(structure, i),
                        circumstances);
        double @Nullable [] stress = found.stress();
        double @Nullable [] wantedStress = wanted.stress();
        if (stress != null && wantedStress != null) {
            Deviation.between(stress, wantedStress, "the stress")
                    .check(
                            tolerance,
                            "the stress of " + structure + " is wrong " + when,
                            i -> "component " + "xyz".charAt(i / 3) + "xyz".charAt(i % 3),
                            circumstances);
        }
    }

    private static String force(Structure structure, int index) {
        return "the " + "xyz".charAt(index % 3) + " component on " + structure.nameOf(index / 3);
    }

    private static double[] difference(double[] a, double[] b) {
        double[] difference = new double[Math.min(a.length, b.length)];
        Arrays.setAll(difference, i -> a[i] - b[i]);
        return difference;
    }
}
