package io.vipagent.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Parses the command line and runs the verb that it names. Quarkus is started by {@code run} alone. */
public final class Cli {
    private Cli() {}

    /** The exit code of {@code args}. */
    public static int run(String... args) {
        return commandLine().execute(args);
    }

    /** The whole command line, also for generated documentation. */
    public static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new RootCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExitCodeExceptionMapper(ExitCode::of)
                .setParameterExceptionHandler(Cli::misused)
                .setExecutionExceptionHandler(Cli::failed);
        return commandLine;
    }

    private static int misused(ParameterException error, String[] args) {
        CommandLine command = error.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("vip-agent: " + error.getMessage());
        UnmatchedArgumentException.printSuggestions(error, err);
        err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return ExitCode.USAGE.code();
    }

    private static int failed(Exception error, CommandLine command, CommandLine.ParseResult parsed) {
        int code = ExitCode.of(error);
        if (code == ExitCode.DEFECT.code()) {
            error.printStackTrace(command.getErr());
        }
        command.getErr().println("vip-agent: " + error.getMessage());
        return code;
    }
}
