package io.vipagent;

import io.quarkus.runtime.annotations.QuarkusMain;
import io.vipagent.cli.Cli;

/** Where the program begins and ends. */
@QuarkusMain
public final class Main {
    private Main() {}

    /** Runs the command line; the only place that exits. */
    public static void main(String... args) {
        System.exit(Cli.run(args));
    }
}
