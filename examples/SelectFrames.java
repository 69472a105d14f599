import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gaunt.atoms.ExtendedXyz;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * Cuts a file of structures into files by lists of indices, such as a split that shall stay the same for all models:
 * {@code {"train": [0, 2, ...], "test": [1, ...]}} gives {@code train.xyz} and {@code test.xyz}. Frames are copied as they are, from a file that may be packed by gzip.
 *
 * <p>{@code examples/run.sh SelectFrames train_300K.xyz examples/3bpa-split.json data/3bpa}
 */
void main(String[] arguments) throws IOException {
    if (arguments.length != 3) {
        IO.println("usage: SelectFrames STRUCTURES.xyz SPLIT.json FOLDER");
        return;
    }
    List<List<String>> frames = frames(Path.of(arguments[0]));
    JsonNode split = new ObjectMapper().readTree(Path.of(arguments[1]));
    Path folder = Files.createDirectories(Path.of(arguments[2]));
    for (String name : split.propertyNames()) {
        List<String> lines = new ArrayList<>();
        for (JsonNode index : split.get(name)) {
            if (index.asInt() < 0 || index.asInt() >= frames.size()) {
                throw new IllegalArgumentException(
                        "%s names frame %s of %s, which has %d frames, counted from 0; take the split's own file"
                                .formatted(arguments[1], index, arguments[0], frames.size()));
            }
            lines.addAll(frames.get(index.asInt()));
        }
        Files.write(folder.resolve(name + ".xyz"), lines, StandardCharsets.ISO_8859_1);
        IO.println("%-12s %5d frames".formatted(name, split.get(name).size()));
    }
}

/** The lines of each frame: the number of atoms, a comment, a line for each atom. */
List<List<String>> frames(Path file) throws IOException {
    List<String> lines;
    try (InputStream text = ExtendedXyz.openText(file)) {
        lines = new String(text.readAllBytes(), StandardCharsets.ISO_8859_1).lines().toList(); // every byte as it is
    }
    List<List<String>> frames = new ArrayList<>();
    int line = 0;
    while (line < lines.size() && !lines.get(line).isBlank()) {
        int end = line + Integer.parseInt(lines.get(line).strip()) + 2;
        if (end > lines.size()) {
            throw new IllegalArgumentException("%s line %d says %s atoms, but the file ends before the last of them"
                    .formatted(file, line + 1, lines.get(line).strip()));
        }
        frames.add(lines.subList(line, end));
        line = end;
    }
    return frames;
}
