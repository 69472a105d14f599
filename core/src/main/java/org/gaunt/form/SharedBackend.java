package org.gaunt.form;

import java.util.ServiceLoader;

/** Finds the library's back end, and holds the one that is shared. */
final class SharedBackend {
    /** Made when it is first asked for. */
    static final Backend INSTANCE = factory().detect();

    private SharedBackend() {}

    static Backend.Factory factory() {
        return ServiceLoader.load(Backend.Factory.class, Backend.class.getClassLoader())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no back end was found: META-INF/services/"
                        + Backend.Factory.class.getName() + " is missing from the class path"));
    }
}
