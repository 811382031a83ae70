package io.vipagent;

import io.quarkus.runtime.annotations.QuarkusMain;
import io.vipagent.agent.Launch;
import io.vipagent.cli.Cli;

/** Where the program begins and ends. */
@QuarkusMain
public final class Main {
    private Main() {}

    /** Runs the command line; the only place that exits. */
    public static void main(String... args) {
        int code = Cli.run(args);
        if (Launch.started()) {
            // A signal may be ending the agent at this moment; then it is the signal that decides on the exit code.
            System.exit(code);
        }
        // Nothing has been started that would want to be told, and exiting quietly saves half a millisecond.
        System.out.flush();
        System.err.flush();
        Runtime.getRuntime().halt(code);
    }
}
