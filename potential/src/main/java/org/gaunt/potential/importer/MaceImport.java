package org.gaunt.potential.importer;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.gaunt.files.InputException;
import org.gaunt.form.Backend;
import org.gaunt.linalg.Precision;
import org.gaunt.potential.importer.torch.TorchDict;
import org.gaunt.potential.importer.torch.TorchFile;
import org.gaunt.potential.importer.torch.TorchObject;
import org.gaunt.potential.model.mace.Mace;
import org.jspecify.annotations.Nullable;

/**
 * A model that the PyTorch program MACE trained, as a model of Gaunt's kind {@code mace} with the same energies.
 *
 * <pre>{@code
 * MaceImport imported = MaceImport.read(Path.of("MACE-OFF23_small.model"), Optional.empty());
 * Mace model = imported.model();
 * }</pre>
 *
 * <p>Weights are copied, those of symmetric contractions are projected on the independent basis by the U tensors of the file. All other
 * numbers of the file (coefficients of paths, constants of activations, covalent radii, Bessel functions) are compared with those that
 * are built in; where they differ the model is refused.
 *
 * @param model with its weights
 * @param precision of the weights in the file
 * @param description the class and version-dependent properties, for people
 */
public record MaceImport(Mace model, Precision precision, String description) {

    /**
     * Reads a file.
     *
     * @param head the head of the readout to keep; empty for all
     * @throws InputException if the file is damaged, no potential of MACE, or has what Gaunt cannot compute
     */
    public static MaceImport read(Path file, Optional<String> head) {
        try (TorchFile content = TorchFile.open(file)) {
            Module root = Module.of(file, "", root(file, content.root()));
            MaceTable.check(root);
            MaceShape shape = MaceShape.of(root, head);
            Mace model = new Mace(shape.config(), shape.data(), 0, Backend.detect());
            new MaceWeights(root, shape, model).copy();
            return new MaceImport(model, shape.precision(), root.simpleName());
        }
    }

    private static TorchObject root(Path file, @Nullable Object root) {
        if (root instanceof TorchObject object) {
            if (object.className().startsWith("mace.calculators.lammps_mliap_mace.")) {
                throw notAModel(file, "a model wrapped for LAMMPS (ML-IAP)", "take the .model file it was made from");
            }
            return object;
        }
        if (root instanceof TorchDict dictionary) {
            if (dictionary.entries().keySet().containsAll(List.of("model", "optimizer"))) {
                throw notAModel(
                        file,
                        "a checkpoint of a training",
                        "take the .model file that MACE writes at the end of the same training");
            }
            throw notAModel(
                    file,
                    "a dictionary, such as the weights of a model without the model",
                    "save the model itself: torch.save(model, \"my.model\")");
        }
        throw notAModel(file, "a value that is no model", "take a .model file of MACE");
    }

    private static InputException notAModel(Path file, String found, String remedy) {
        return InputException.of("the file is not a model")
                .file(file)
                .found(found)
                .wanted("a .model file of MACE")
                .remedy(remedy)
                .build();
    }
}
