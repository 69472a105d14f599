package org.gaunt.kernel.backend;

import org.gaunt.form.Backend;
import org.gaunt.kernel.code.Provider;
import org.gaunt.kernel.code.Target;

/** Makes {@link GeneratedBackend}s; named in {@code META-INF/services}. */
public final class GeneratedBackendFactory implements Backend.Factory {
    @Override
    public Backend detect() {
        return new GeneratedBackend(Target.detect());
    }

    @Override
    public Backend of(String target) {
        return new GeneratedBackend(Target.of(Provider.of(target)));
    }
}
