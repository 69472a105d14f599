package org.gaunt.potential.train;

import org.gaunt.atoms.Structure;
import org.gaunt.potential.Derivatives;
import org.gaunt.potential.Evaluation;
import org.gaunt.potential.data.LabelledGraph;
import org.jspecify.annotations.Nullable;

/** The terms of every potential: energy per atom, components of forces, components of the stress. */
enum StandardTerm implements LossTerm {
    /** The error of the energy divided by the number of atoms, eV. */
    ENERGY(Evaluation.ENERGY, "energy", "ev_per_atom", Derivatives.ENERGY) {
        @Override
        public int size(int atoms) {
            return 1;
        }

        @Override
        public double weight(LabelledGraph structure) {
            return structure.weights().energy();
        }

        @Override
        public double divisor(LabelledGraph structure) {
            return structure.graph().atoms();
        }
    },

    /** Errors of force components, eV/Å. */
    FORCES(Evaluation.FORCES, "force", "ev_per_angstrom", Derivatives.FORCES) {
        @Override
        public int size(int atoms) {
            return 3 * atoms;
        }

        @Override
        public double weight(LabelledGraph structure) {
            return structure.weights().forces();
        }
    },

    /** Errors of all nine components of the stress, eV/Å³. */
    STRESS(Evaluation.STRESS, "stress", "ev_per_cubic_angstrom", Derivatives.STRESS) {
        @Override
        public int size(int atoms) {
            return 9;
        }

        @Override
        public double weight(LabelledGraph structure) {
            return structure.weights().stress();
        }
    };

    private final String key;
    private final String column;
    private final String unit;
    private final Derivatives needs;

    StandardTerm(String key, String column, String unit, Derivatives needs) {
        this.key = key;
        this.column = column;
        this.unit = unit;
        this.needs = needs;
    }

    @Override
    public String key() {
        return key;
    }

    @Override
    public String column() {
        return column;
    }

    @Override
    public String unit() {
        return unit;
    }

    @Override
    public Derivatives needs() {
        return needs;
    }

    @Override
    public double @Nullable [] read(Structure structure) {
        return null; // graphs have these labels anyway
    }
}
