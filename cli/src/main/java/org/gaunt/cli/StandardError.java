package org.gaunt.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Constructor;
import java.nio.charset.Charset;

/**
 * The standard error of the process as the launch script found it.
 *
 * <p>Java prints a warning about incubator modules before any code of ours runs. The script therefore starts java with
 * a pipe that drops that line as descriptor 2, and keeps the real standard error open under the number of the system
 * property {@code gaunt.stderr.descriptor}. Writing to the real one keeps messages in step with standard output.
 */
final class StandardError {

    private StandardError() {}

    /** Points {@link System#err} to the real standard error; does nothing where the script did not move it. */
    static void restore() {
        int descriptor = Integer.getInteger("gaunt.stderr.descriptor", 2);
        if (descriptor == 2) {
            return;
        }
        try {
            Constructor<FileDescriptor> constructor = FileDescriptor.class.getDeclaredConstructor(int.class);
            constructor.setAccessible(true);
            FileOutputStream stream = new FileOutputStream(constructor.newInstance(descriptor));
            System.setErr(new PrintStream(stream, true, charset()));
        } catch (ReflectiveOperationException | RuntimeException e) {
            // Messages then go through the pipe: nothing is lost.
            System.err.flush();
        }
    }

    /** Whether a person sees what is written to {@link System#err}. */
    static boolean isTerminal() {
        return Boolean.getBoolean("gaunt.stderr.terminal");
    }

    private static Charset charset() {
        String name = System.getProperty("stderr.encoding");
        return name == null || !Charset.isSupported(name) ? Charset.defaultCharset() : Charset.forName(name);
    }
}
