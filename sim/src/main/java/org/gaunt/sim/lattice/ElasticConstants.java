package org.gaunt.sim.lattice;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.gaunt.atoms.Cell;
import org.gaunt.atoms.Structure;
import org.gaunt.atoms.Units;
import org.gaunt.files.InputException;
import org.gaunt.linalg.LeastSquares;
import org.gaunt.linalg.SymmetricEigen;
import org.gaunt.potential.Potential;
import org.gaunt.potential.Prediction;
import org.gaunt.sim.opt.RelaxSettings;
import org.gaunt.sim.opt.Relaxed;
import org.gaunt.sim.opt.Relaxer;

/**
 * Elastic constants of a crystal: stress over strain, by central differences, with relaxed atoms.
 *
 * <p>In Voigt's order xx, yy, zz, yz, xz, xy, with engineering shear strains. Stresses are those of the strained crystal; under a stress
 * of its own these are the stress-strain coefficients.
 *
 * @param stiffness 6x6, symmetric, GPa
 * @param stress of the crystal without strain, Voigt's order, GPa; positive under tension
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ElasticConstants(double[][] stiffness, double[] stress) {
    private static final int[][] VOIGT = {{0, 0}, {1, 1}, {2, 2}, {1, 2}, {0, 2}, {0, 1}};

    /**
     * Averages over the directions of a polycrystal (Hill, Proc. Phys. Soc. A 65, 349 (1952)).
     *
     * @param bulk modulus, GPa
     * @param shear modulus, GPa
     */
    public record Moduli(double bulk, double shear) {
        /** Young's modulus, GPa. */
        public double young() {
            return 9 * bulk * shear / (3 * bulk + shear);
        }

        /** Poisson's ratio. */
        public double poisson() {
            return (3 * bulk - 2 * shear) / (2 * (3 * bulk + shear));
        }
    }

    /**
     * Computes the constants.
     *
     * @param structure a relaxed crystal
     * @param strain size of the strains, such as 0.005
     * @param relaxation of the atoms at each strain; its cell does not move
     * @throws InputException if the structure is no crystal, or the potential or the relaxation fails at a strain
     */
    public static ElasticConstants of(
            Potential potential, Structure structure, double strain, RelaxSettings relaxation) {
        if (!(strain > 0 && strain < 0.2)) {
            throw new IllegalArgumentException("a strain is above 0 and below 0.2, not " + strain);
        }
        Cell cell = Crystals.cell(structure, "elastic constants");
        List<Structure> strained = new ArrayList<>();
        strained.add(Crystals.deformed(structure, cell, new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1}));
        for (int[] at : VOIGT) {
            for (int sign = 1; sign >= -1; sign -= 2) {
                double[] deformation = {1, 0, 0, 0, 1, 0, 0, 0, 1};
                deformation[3 * at[0] + at[1]] += sign * strain / 2;
                deformation[3 * at[1] + at[0]] += sign * strain / 2;
                strained.add(Crystals.deformed(structure, cell, deformation));
            }
        }
        List<Relaxed> relaxed = new ArrayList<>();
        new Relaxer(potential, relaxation).relax(strained.iterator(), s -> Set.of(), relaxed::add);
        double[][] stresses = new double[strained.size()][];
        for (int k = 0; k < stresses.length; k++) {
            Relaxed one = relaxed.get(k);
            if (one.status() != Relaxed.Status.CONVERGED) {
                throw structure
                        .problem("the atoms did not relax at one of the strains")
                        .found(
                                one.message().isEmpty()
                                        ? "a force of " + one.largestForce() + " eV/Å after " + one.steps() + " steps"
                                        : one.message().lines().findFirst().orElse(""))
                        .wanted("a relaxed structure at each strain")
                        .remedy("relax the crystal first (gaunt relax --cell full), or take a larger --fmax")
                        .build();
            }
            Prediction there = potential.evaluate(one.structure());
            stresses[k] = voigt(there.stress());
        }
        double[][] c = new double[6][6];
        for (int j = 0; j < 6; j++) {
            for (int i = 0; i < 6; i++) {
                // a normal strain of the matrix is added twice by halves, a shear strain of engineers is twice that of
                // the matrix
                double slope = (stresses[1 + 2 * j][i] - stresses[2 + 2 * j][i]) / (2 * strain);
                c[i][j] += slope / 2;
                c[j][i] += slope / 2;
            }
        }
        return new ElasticConstants(c, stresses[0]);
    }

    private static double[] voigt(double[] stress) {
        double[] voigt = new double[6];
        for (int k = 0; k < 6; k++) {
            voigt[k] = stress[3 * VOIGT[k][0] + VOIGT[k][1]] / Units.GPA;
        }
        return voigt;
    }

    /** Compliance, the inverse of the stiffness, 6x6, 1/GPa. */
    public double[][] compliance() {
        double[][] inverse = new double[6][];
        double[][] square = new double[6][6];
        for (int i = 0; i < 6; i++) {
            for (int j = 0; j < 6; j++) {
                for (int k = 0; k < 6; k++) {
                    square[i][j] += stiffness[k][i] * stiffness[k][j];
                }
            }
        }
        for (int column = 0; column < 6; column++) {
            inverse[column] = LeastSquares.solveNormal(square, stiffness[column].clone());
        }
        return inverse;
    }

    /** Eigenvalues of the stiffness, ascending, GPa; a crystal is stable where all are above 0 (Born). */
    public double[] eigenvalues() {
        SymmetricEigen eigen = SymmetricEigen.of(stiffness);
        double[] values = new double[6];
        for (int k = 0; k < 6; k++) {
            values[k] = eigen.value(k);
        }
        Arrays.sort(values);
        return values;
    }

    /** The same strain in all grains (Voigt). */
    public Moduli voigtAverage() {
        double[][] c = stiffness;
        double normal = c[0][0] + c[1][1] + c[2][2];
        double mixed = c[0][1] + c[0][2] + c[1][2];
        double shear = c[3][3] + c[4][4] + c[5][5];
        return new Moduli((normal + 2 * mixed) / 9, (normal - mixed + 3 * shear) / 15);
    }

    /** The same stress in all grains (Reuss). */
    public Moduli reussAverage() {
        double[][] s = compliance();
        double normal = s[0][0] + s[1][1] + s[2][2];
        double mixed = s[0][1] + s[0][2] + s[1][2];
        double shear = s[3][3] + s[4][4] + s[5][5];
        return new Moduli(1 / (normal + 2 * mixed), 15 / (4 * normal - 4 * mixed + 3 * shear));
    }

    /** The mean of both (Hill). */
    public Moduli hillAverage() {
        Moduli voigt = voigtAverage();
        Moduli reuss = reussAverage();
        return new Moduli((voigt.bulk + reuss.bulk) / 2, (voigt.shear + reuss.shear) / 2);
    }
}
