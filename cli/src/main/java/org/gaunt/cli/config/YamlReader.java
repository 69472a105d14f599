package org.gaunt.cli.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gaunt.cli.config.Value.Entry;
import org.gaunt.cli.config.Value.Kind;
import org.gaunt.cli.config.Value.Mapping;
import org.gaunt.cli.config.Value.Scalar;
import org.gaunt.cli.config.Value.Sequence;
import org.gaunt.files.InputException;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Reads YAML 1.2 into {@link Value}s that remember line and column; refuses duplicate keys. */
final class YamlReader {

    private static final long MAX_BYTES = 4L << 20;

    private final String source;
    private final @Nullable Location fixed;

    private YamlReader(String source, @Nullable Location fixed) {
        this.source = source;
        this.fixed = fixed;
    }

    /**
     * Reads a file whose top level is a mapping.
     *
     * @throws InputException if the file is missing, is no YAML, repeats a key or holds something else than keys
     */
    static Mapping file(Path path) {
        String text = read(path);
        YamlReader reader = new YamlReader(path.toString(), null);
        Location start = Location.ofFile(path.toString(), 1, 1);
        Value value = reader.parse(text, start);
        return switch (value) {
            case Mapping mapping -> mapping;
            case Scalar scalar when scalar.kind() == Kind.NOTHING -> Mapping.empty(start);
            default ->
                throw value.where()
                        .error("this is not a configuration")
                        .found(value.describe())
                        .wanted("sections with keys, such as \"data:\" and \"training:\"")
                        .build();
        };
    }

    /**
     * Parses the value of a command line option; every error is located at the option.
     *
     * @throws InputException if the text is no YAML
     */
    static Value option(String text, Location where) {
        return new YamlReader(where.source(), where).parse(text, where);
    }

    private static String read(Path path) {
        try {
            if (Files.isDirectory(path)) {
                throw InputException.of("this is a directory, not a configuration file")
                        .file(path)
                        .remedy("name the YAML file itself")
                        .build();
            }
            if (Files.size(path) > MAX_BYTES) {
                throw InputException.of("the file is too large for a configuration")
                        .file(path)
                        .found(Files.size(path) + " bytes")
                        .wanted("a YAML file of at most " + MAX_BYTES + " bytes")
                        .build();
            }
            return Files.readString(path, StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            throw MissingFile.error(path, "configuration file", ".yaml", ".yml");
        } catch (CharacterCodingException e) {
            throw InputException.of("the file is not text in UTF-8")
                    .file(path)
                    .wanted("a YAML file")
                    .cause(e)
                    .build();
        } catch (IOException e) {
            throw InputException.of("the file cannot be read")
                    .file(path)
                    .found(String.valueOf(e.getMessage()))
                    .cause(e)
                    .build();
        }
    }

    private Value parse(String text, Location start) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(source)
                .setSchema(new CoreSchema())
                .setUseMarks(true)
                .build();
        try {
            Optional<Node> root = new Compose(settings).composeString(text);
            return root.isEmpty() ? new Scalar("", Kind.NOTHING, start) : convert(root.get());
        } catch (MarkedYamlEngineException e) {
            throw at(e.getProblemMark().or(e::getContextMark))
                    .error("this is not valid YAML")
                    .found(e.getProblem())
                    .remedy("check the indentation (spaces, no tabs), the colons and the quotes")
                    .cause(e)
                    .build();
        } catch (YamlEngineException e) {
            throw start.error("this is not valid YAML")
                    .found(String.valueOf(e.getMessage()))
                    .cause(e)
                    .build();
        }
    }

    private Location at(Optional<Mark> mark) {
        if (fixed != null) {
            return fixed;
        }
        return mark.map(m -> Location.ofFile(source, m.getLine() + 1, m.getColumn() + 1))
                .orElse(Location.ofFile(source, 0, 0));
    }

    private Value convert(Node node) {
        Location where = at(node.getStartMark());
        if (node.isRecursive()) {
            throw where.error("an alias that refers to itself").build();
        }
        return switch (node) {
            case ScalarNode scalar -> new Scalar(scalar.getValue(), kind(scalar, where), where);
            case SequenceNode sequence -> {
                List<Value> items = new ArrayList<>();
                for (Node item : sequence.getValue()) {
                    items.add(convert(item));
                }
                yield new Sequence(List.copyOf(items), where);
            }
            case MappingNode mapping -> convertMapping(mapping, where);
            default -> throw where.error("an unexpected piece of YAML").build();
        };
    }

    private Mapping convertMapping(MappingNode mapping, Location where) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            Location keyAt = at(tuple.getKeyNode().getStartMark());
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                throw keyAt.error("a key must be a word")
                        .remedy("write \"key: value\"")
                        .build();
            }
            Entry before = entries.put(key.getValue(), new Entry(keyAt, convert(tuple.getValueNode())));
            if (before != null) {
                throw keyAt.error("the key \"" + key.getValue() + "\" is there twice")
                        .found("the same key already on line " + before.keyAt().line())
                        .wanted("each key once")
                        .remedy("delete one of the two")
                        .build();
            }
        }
        return new Mapping(entries, where);
    }

    private static Kind kind(ScalarNode scalar, Location where) {
        Tag tag = scalar.getTag();
        if (tag.equals(Tag.STR)) {
            return Kind.TEXT;
        } else if (tag.equals(Tag.INT)) {
            return Kind.INTEGER;
        } else if (tag.equals(Tag.FLOAT)) {
            return Kind.REAL;
        } else if (tag.equals(Tag.BOOL)) {
            return Kind.BOOLEAN;
        } else if (tag.equals(Tag.NULL)) {
            return Kind.NOTHING;
        }
        throw where.error("the YAML tag " + tag + " has no meaning here").build();
    }
}
