package org.gaunt.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version of this program and of what it runs on. */
public final class Version implements IVersionProvider {

    /** Maven writes the project's version into it. */
    private static final String RESOURCE = "version.properties";

    private static final String UNKNOWN = "of unknown version";

    // picocli makes one
    Version() {}

    @Override
    public String[] getVersion() {
        return new String[] {
            "gaunt " + number(),
            "Java " + Runtime.version() + ", " + System.getProperty("os.name") + " " + System.getProperty("os.arch")
        };
    }

    /** The version of this program, {@code 0.1.0}. */
    static String number() {
        Properties properties = new Properties();
        try (InputStream resource = Version.class.getResourceAsStream(RESOURCE)) {
            if (resource != null) {
                properties.load(resource);
            }
        } catch (IOException e) {
            return UNKNOWN;
        }
        return properties.getProperty("version", UNKNOWN);
    }
}
