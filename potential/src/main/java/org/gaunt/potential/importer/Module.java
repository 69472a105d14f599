package org.gaunt.potential.importer;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gaunt.files.InputException;
import org.gaunt.o3.Irrep;
import org.gaunt.o3.Irreps;
import org.gaunt.o3.MulIrrep;
import org.gaunt.potential.importer.torch.TorchCall;
import org.gaunt.potential.importer.torch.TorchDict;
import org.gaunt.potential.importer.torch.TorchName;
import org.gaunt.potential.importer.torch.TorchObject;
import org.gaunt.potential.importer.torch.TorchTensor;
import org.jspecify.annotations.Nullable;

/** An {@code nn.Module} of a file: its attributes, tensors and child modules, by name. What is asked for and not there is an error. */
final class Module {
    private static final int DEEPEST = 24;

    private final Path file;
    private final String path;
    private final String className;
    private final Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
    private final Map<String, TorchTensor> tensors = new LinkedHashMap<>();
    private final Map<String, Module> children = new LinkedHashMap<>();

    private Module(Path file, String path, String className) {
        this.file = file;
        this.path = path;
        this.className = className;
    }

    /**
     * The module that an object is.
     *
     * @param path its name from the root on, empty for the root
     */
    static Module of(Path file, String path, TorchObject object) {
        return of(file, path, object, 0);
    }

    private static Module of(Path file, String path, TorchObject object, int depth) {
        Module module = new Module(file, path, object.className());
        if (depth > DEEPEST) {
            throw module.problem("modules within modules, more than " + DEEPEST + " deep");
        }
        if (!(object.state() instanceof TorchDict state) || object.filled()) {
            throw module.problem("a " + object.className() + " that is no module");
        }
        state.entries().forEach((name, value) -> {
            switch (name) {
                case "_parameters", "_buffers" -> module.takeTensors(name, value);
                case "_modules" -> module.takeChildren(value, depth);
                default -> module.attributes.put(name, value);
            }
        });
        return module;
    }

    private void takeTensors(String kind, @Nullable Object value) {
        dictionary(kind, value).entries().forEach((name, tensor) -> {
            if (tensor instanceof TorchTensor numbers) {
                tensors.put(name, numbers);
            } else if (tensor != null) {
                throw problem(kind + " " + name + " that is no tensor");
            }
        });
    }

    private void takeChildren(@Nullable Object value, int depth) {
        dictionary("_modules", value).entries().forEach((name, child) -> {
            String childPath = path.isEmpty() ? name : path + "." + name;
            switch (child) {
                case TorchObject object -> children.put(name, of(file, childPath, object, depth + 1));
                case TorchCall call -> children.put(name, new Module(file, childPath, call.function()));
                case null -> {}
                default -> throw problem("a child " + name + " that is no module");
            }
        });
    }

    private TorchDict dictionary(String what, @Nullable Object value) {
        if (value instanceof TorchDict dictionary) {
            return dictionary;
        }
        throw problem(what + " that is no dictionary");
    }

    String path() {
        return path;
    }

    /** The full name of its class. */
    String className() {
        return className;
    }

    /** The name of its class without that of its module. */
    String simpleName() {
        return className.substring(className.lastIndexOf('.') + 1);
    }

    Map<String, @Nullable Object> attributes() {
        return attributes;
    }

    Map<String, TorchTensor> tensors() {
        return tensors;
    }

    Map<String, Module> children() {
        return children;
    }

    /** A child that must be there. */
    Module child(String name) {
        Module child = children.get(name);
        if (child == null) {
            throw problem("no module " + name);
        }
        return child;
    }

    /** The children 0, 1, ... of a list. */
    List<Module> list(String name) {
        Module list = child(name);
        List<Module> all = new ArrayList<>();
        for (int k = 0; k < list.children.size(); k++) {
            all.add(list.child(Integer.toString(k)));
        }
        return all;
    }

    /** A tensor that must be there. */
    TorchTensor tensor(String name) {
        TorchTensor tensor = tensors.get(name);
        if (tensor == null) {
            throw problem("no tensor " + name);
        }
        return tensor;
    }

    /** The numbers of a tensor of a known number of elements. */
    double[] numbers(String name, int size) {
        TorchTensor tensor = tensor(name);
        if (tensor.size() != size) {
            throw problem(name + " with " + tensor.size() + " numbers instead of " + size);
        }
        return finite(name, tensor.doubles());
    }

    /** All numbers of a tensor. */
    double[] numbers(String name) {
        return finite(name, tensor(name).doubles());
    }

    private double[] finite(String name, double[] numbers) {
        for (double number : numbers) {
            if (!Double.isFinite(number)) {
                throw problem(number + " in " + name);
            }
        }
        return numbers;
    }

    /** A tensor of one number. */
    double number(String name) {
        return numbers(name, 1)[0];
    }

    /** A number among the attributes, or a tensor of one. */
    double numberOrTensor(String name) {
        if (tensors.containsKey(name)) {
            return number(name);
        }
        return switch (attributes.get(name)) {
            case Double d -> d;
            case Long n -> n.doubleValue();
            case TorchTensor t when t.size() == 1 -> finite(name, t.doubles())[0];
            case null, default -> throw problem("no number " + name);
        };
    }

    boolean has(String name) {
        return attributes.containsKey(name);
    }

    /** An integer among the attributes. */
    int integer(String name) {
        if (attributes.get(name) instanceof Long n && n == (int) (long) n) {
            return (int) (long) n;
        }
        throw problem("no integer " + name);
    }

    /** A list of integers among the attributes. */
    List<Integer> integers(String name) {
        List<Integer> all = new ArrayList<>();
        for (Object value : listOf(name)) {
            if (!(value instanceof Long n) || n != (int) (long) n) {
                throw problem(name + " that is not of integers");
            }
            all.add((int) (long) n);
        }
        return all;
    }

    /** A list among the attributes. */
    List<?> listOf(String name) {
        if (attributes.get(name) instanceof List<?> list) {
            return list;
        }
        throw problem("no list " + name);
    }

    /** Whether an attribute is true; false where it is not there, as the programs before it behaved. */
    boolean isTrue(String name) {
        return switch (attributes.get(name)) {
            case null -> false;
            case Boolean b -> b;
            default -> throw problem(name + " that is neither true nor false");
        };
    }

    /** The name of a class or function among the attributes; null for None. */
    @Nullable
    String name(String name) {
        return switch (attributes.get(name)) {
            case null -> null;
            case TorchName n -> n.name();
            default -> throw problem(name + " that is no function");
        };
    }

    /** Irreps among the attributes: an object of e3nn, or a text. */
    Irreps irreps(String name) {
        Object value = attributes.get(name);
        try {
            if (value instanceof String text) {
                return Irreps.parse(text);
            }
            if (value instanceof TorchObject object && object.className().endsWith(".Irreps")) {
                return irreps(object);
            }
        } catch (IllegalArgumentException e) {
            throw problem(name + ": " + e.getMessage());
        }
        throw problem("no irreps " + name);
    }

    private Irreps irreps(TorchObject object) {
        List<MulIrrep> terms = new ArrayList<>();
        if (object.arguments().size() == 1 && object.arguments().getFirst() instanceof List<?> list) {
            for (Object term : list) {
                terms.add(mulIrrep(term));
            }
            return new Irreps(terms);
        }
        throw new IllegalArgumentException("irreps of an unknown form");
    }

    private static MulIrrep mulIrrep(@Nullable Object value) {
        List<?> parts = tuple(value);
        if (parts.size() == 2 && parts.get(0) instanceof Long mul) {
            List<?> irrep = tuple(parts.get(1));
            if (irrep.size() == 2 && irrep.get(0) instanceof Long l && irrep.get(1) instanceof Long p) {
                if (mul < 0 || mul > 1 << 20 || l < 0 || l > 64 || Math.abs(p) != 1) {
                    throw new IllegalArgumentException("irreps of " + mul + " times degree " + l);
                }
                return new MulIrrep((int) (long) mul, new Irrep((int) (long) l, (int) (long) p));
            }
        }
        throw new IllegalArgumentException("irreps of an unknown form");
    }

    /** The elements of a named tuple, whose class gets them one by one or all together. */
    static List<?> tuple(@Nullable Object value) {
        if (value instanceof TorchObject object) {
            List<@Nullable Object> arguments = object.arguments();
            return arguments.size() == 1 && arguments.getFirst() instanceof List<?> all ? all : arguments;
        }
        return value instanceof List<?> list ? list : List.of();
    }

    /** Checks an attribute or tensor against the number that it must be. */
    void require(String what, double found, double wanted, double relative) {
        if (!(Math.abs(found - wanted) <= relative * Math.max(1e-3, Math.abs(wanted)))) {
            throw unsupported(what + " is " + found, wanted + ", which Gaunt has built in");
        }
    }

    /** A file that is not as the program writes it. */
    InputException problem(String found) {
        return InputException.of("the file is not a model that can be read")
                .file(file)
                .found((path.isEmpty() ? "in the model itself " : "in " + path + " ") + found)
                .wanted("a .model file as MACE 0.2 to 0.3.15 writes it")
                .remedy("copy or download the file again; for a newer version of MACE use a newer version of Gaunt")
                .build();
    }

    /** A model that is read and cannot be computed. */
    InputException unsupported(String found, String wanted) {
        return InputException.of("the model has what Gaunt cannot compute")
                .file(file)
                .found((path.isEmpty() ? "" : path + ": ") + found)
                .wanted(wanted)
                .remedy("use another model; a number that is computed otherwise would be wrong")
                .build();
    }
}
