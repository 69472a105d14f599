package org.gaunt.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/** Runs the command line in this process. */
record Command(int code, String out, String err) {

    static Command run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
        return new Command(code, out.toString(), err.toString());
    }
}
