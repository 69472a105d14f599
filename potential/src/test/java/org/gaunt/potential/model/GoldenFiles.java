package org.gaunt.potential.model;

import java.nio.file.Path;
import org.gaunt.atoms.Cell;
import org.gaunt.atoms.Structure;
import org.gaunt.learn.io.Safetensors;
import org.gaunt.potential.data.GraphBuilder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Models and structures of the PyTorch programs, with the numbers they gave. */
public final class GoldenFiles {
    private static final Path FOLDER = Path.of("src/test/resources/golden");

    private GoldenFiles() {}

    public static JsonNode json(String name) {
        return JsonMapper.builder()
                .build()
                .readTree(FOLDER.resolve(name + ".json").toFile());
    }

    public static Safetensors safetensors(String name) {
        return Safetensors.read(FOLDER.resolve(name + ".safetensors"));
    }

    /** A structure by its name, or by its name and that of the head it belongs to: {@code hnco/own}. */
    public static Structure structure(String nameAndHead) {
        String[] parts = nameAndHead.split("/", -1);
        JsonNode s = json("structures").get(parts[0]);
        int[] numbers = new int[s.get("numbers").size()];
        double[] positions = new double[3 * numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = s.get("numbers").get(i).intValue();
            for (int k = 0; k < 3; k++) {
                positions[3 * i + k] = s.get("positions").get(i).get(k).doubleValue();
            }
        }
        Structure.Builder builder = Structure.builder(numbers, positions);
        if (!s.get("cell").isNull()) {
            double[] cell = new double[9];
            for (int i = 0; i < 9; i++) {
                cell[i] = s.get("cell").get(i / 3).get(i % 3).doubleValue();
            }
            builder.cell(Cell.of(cell));
            builder.pbc(
                    s.get("pbc").get(0).booleanValue(),
                    s.get("pbc").get(1).booleanValue(),
                    s.get("pbc").get(2).booleanValue());
        }
        if (parts.length > 1) {
            builder.info(GraphBuilder.HEAD, parts[1]);
        }
        return builder.build();
    }
}
