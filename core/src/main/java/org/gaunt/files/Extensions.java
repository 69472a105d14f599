package org.gaunt.files;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** Reads what jars on the class path add: file formats, kinds of models and the like. */
public final class Extensions {

    private Extensions() {}

    /**
     * Makes all providers of a service.
     *
     * @param loader made by the module that uses the service
     * @return the providers in the order of the class path
     * @throws InputException if one cannot be made; it says which and why
     */
    public static <S> List<S> of(ServiceLoader<S> loader) {
        List<S> providers = new ArrayList<>();
        try {
            loader.forEach(providers::add);
        } catch (ServiceConfigurationError | LinkageError e) {
            throw InputException.of("an extension on the class path cannot be loaded")
                    .found(reason(e))
                    .wanted("a public class with a constructor without arguments, built for this version of Gaunt")
                    .remedy("rebuild the extension, or take its jar off the class path")
                    .cause(e)
                    .build();
        }
        return List.copyOf(providers);
    }

    private static String reason(Throwable e) {
        return e.getCause() == null ? String.valueOf(e.getMessage()) : e.getMessage() + " (" + e.getCause() + ")";
    }
}
