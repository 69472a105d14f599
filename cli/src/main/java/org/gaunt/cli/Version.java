package org.gaunt.cli;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** The version of this program and of what it runs on. */
public final class Version implements IVersionProvider {

    // picocli makes one
    Version() {}

    @Override
    public String[] getVersion() {
        return new String[] {
            "gaunt " + number(),
            "Java " + Runtime.version() + ", " + System.getProperty("os.name") + " " + System.getProperty("os.arch")
        };
    }

    static String number() {
        String jar = Version.class.getPackage().getImplementationVersion();
        return Objects.requireNonNullElse(jar, "development version");
    }
}
