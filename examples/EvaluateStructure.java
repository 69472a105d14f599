import java.nio.file.Path;
import org.gaunt.atoms.Structure;
import org.gaunt.atoms.Structures;
import org.gaunt.potential.Potential;
import org.gaunt.potential.Prediction;

/**
 * Prints energy and forces of the first structure in a file.
 *
 * <p>{@code examples/run.sh EvaluateStructure runs/aminoethanol/model.safetensors data/aminoethanol/test.xyz}
 */
void main(String[] arguments) {
    try (Potential p = Potential.load(Path.of(arguments[0]))) {
        Structure s = Structures.read(Path.of(arguments[1])).getFirst();
        Prediction e = p.evaluate(s);
        IO.println("energy %.6f eV, force on the first atom %.4f %.4f %.4f eV/Å"
                .formatted(e.energy(), e.forces()[0], e.forces()[1], e.forces()[2]));
    }
}
