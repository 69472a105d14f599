import java.nio.file.Path;
import java.util.List;
import org.gaunt.atoms.ExtendedXyz;
import org.gaunt.atoms.Structure;
import org.gaunt.form.Backend;
import org.gaunt.potential.Derivatives;
import org.gaunt.potential.Prediction;
import org.gaunt.potential.eval.ModelPotential;
import org.gaunt.potential.io.ModelFile;
import org.gaunt.potential.model.ModelKinds;

/**
 * Reads a trained model and a file of structures, and prints the energy and the largest force of each.
 *
 * <p>{@code examples/run.sh EvaluateModel runs/aminoethanol/model.safetensors data/aminoethanol/test.xyz}
 */
void main(String[] arguments) {
    if (arguments.length != 2) {
        IO.println("usage: EvaluateModel MODEL.safetensors STRUCTURES.xyz");
        return;
    }
    ModelFile file = ModelFile.read(Path.of(arguments[0]), ModelKinds.factories(Backend.detect()));
    List<Structure> structures = ExtendedXyz.read(Path.of(arguments[1]));
    int threads = Runtime.getRuntime().availableProcessors();

    try (ModelPotential potential = new ModelPotential(file.model(), file.header().precision(), threads)) {
        List<Prediction> predictions = potential.evaluate(structures, Derivatives.FORCES);
        IO.println("structure            energy (eV)   largest force (eV/Å)");
        for (int s = 0; s < structures.size(); s++) {
            Prediction prediction = predictions.get(s);
            IO.println("%-16s %15.6f %15.4f"
                    .formatted(structures.get(s).formula(), prediction.energy(), largest(prediction.forces())));
        }
    }
}

/** The length of the longest of the vectors in an array x y z x y z .... */
double largest(double[] forces) {
    double largest = 0;
    for (int k = 0; k < forces.length; k += 3) {
        largest = Math.max(largest, Math.hypot(Math.hypot(forces[k], forces[k + 1]), forces[k + 2]));
    }
    return largest;
}
