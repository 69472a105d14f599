package org.example;

import java.nio.file.Path;
import org.gaunt.atoms.Structure;
import org.gaunt.atoms.Structures;
import org.gaunt.potential.Potential;
import org.gaunt.potential.Prediction;

/** Prints the energy and the first atom's force of the first structure in a file. */
public final class Evaluate {
    private Evaluate() {}

    public static void main(String[] arguments) {
        try (Potential p = Potential.load(Path.of(arguments[0]))) {
            Structure s = Structures.read(Path.of(arguments[1])).getFirst();
            Prediction e = p.evaluate(s);
            System.out.printf("%s  %.6f eV  %.4f eV/Å%n", s.formula(), e.energy(), e.forces()[0]);
        }
    }
}
