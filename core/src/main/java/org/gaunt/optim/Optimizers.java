package org.gaunt.optim;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.gaunt.files.Extensions;
import org.gaunt.files.InputException;

/** The kinds of optimisers there are: Gaunt's own, and those that jars on the class path add ({@link OptimizerFactory}). */
public final class Optimizers {

    private Optimizers() {}

    /**
     * Names of all kinds.
     *
     * @throws InputException if one that is added cannot be loaded, or has the name of another
     */
    public static List<String> words() {
        return List.copyOf(all().keySet());
    }

    /**
     * The kind of a name.
     *
     * @throws IllegalArgumentException that lists the kinds there are
     */
    public static OptimizerFactory of(String name) {
        Map<String, OptimizerFactory> all = all();
        OptimizerFactory factory = all.get(name);
        if (factory == null) {
            throw new IllegalArgumentException(
                    "there is no optimiser \"" + name + "\"; known are " + String.join(", ", all.keySet()));
        }
        return factory;
    }

    private static Map<String, OptimizerFactory> all() {
        Map<String, OptimizerFactory> all = new LinkedHashMap<>();
        for (OptimizerFactory factory :
                Extensions.of(ServiceLoader.load(OptimizerFactory.class, OptimizerFactory.class.getClassLoader()))) {
            OptimizerFactory other = all.putIfAbsent(factory.name(), factory);
            if (other != null) {
                throw InputException.of("two optimisers have the same name")
                        .found("\"" + factory.name() + "\" of "
                                + factory.getClass().getName() + " and of "
                                + other.getClass().getName())
                        .wanted("a name of its own for each kind")
                        .remedy("rename that of the extension, or take its jar off the class path")
                        .build();
            }
        }
        return all;
    }
}
