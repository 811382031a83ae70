package io.vipagent.cli;

import io.vipagent.config.InvalidConfiguration;
import io.vipagent.core.text.OneLine;
import io.vipagent.platform.linux.NativeRuntime;
import io.vipagent.platform.linux.Signals;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Parses the command line and runs the verb that it names. Quarkus is started by {@code run} alone. */
public final class Cli {
    /** Of a word that somebody has typed: nobody's word is longer, and a script's may have a hundred thousand. */
    private static final int MAX_WORD_LENGTH = 80;

    /** Of a message in which words of the command line stand wherever picocli puts them. */
    private static final int MAX_MESSAGE_LENGTH = 500;

    private Cli() {}

    /** Runs {@code args}; the exit code. */
    public static int run(String... args) {
        NativeRuntime.begin();
        if (args.length > 0 && args[0].equals(Verb.RUN.toString())) {
            // A reload that is asked for while the agent starts must not end it.
            Signals.take();
        }
        Optional<Check> check = CheckArguments.parse(args, System.getenv());
        return check.isPresent() ? run(check.get()) : execute(args);
    }

    private static int execute(String... args) {
        try {
            Terminal.printableAlone();
            return commandLine(args).execute(args);
        } catch (Error e) {
            // picocli takes exceptions alone: without a word of ours nobody would know why it ended.
            return failed(e, new PrintWriter(System.err, true, StandardCharsets.UTF_8));
        }
    }

    private static int run(Check check) {
        try {
            return check.run();
        } catch (InvalidConfiguration | RuntimeException | OutOfMemoryError e) {
            Terminal.printableAlone();
            return failed(e, new PrintWriter(System.err, true, StandardCharsets.UTF_8));
        }
    }

    /** Returns the whole command line, also for generated documentation. */
    public static CommandLine commandLine() {
        return commandLine(EnumSet.allOf(Verb.class));
    }

    /** Returns the one that is named: the model of all takes picocli several times as long as a check. */
    private static Set<Verb> wanted(String[] args) {
        Set<Verb> all = EnumSet.allOf(Verb.class);
        return args.length == 0
                ? all
                : all.stream()
                        .filter(verb -> verb.toString().equals(args[0]))
                        // They write of all the others.
                        .filter(verb -> verb != Verb.GENERATE_COMPLETION && verb != Verb.COMPLETION)
                        .findFirst()
                        .<Set<Verb>>map(EnumSet::of)
                        .orElse(all);
    }

    /** Returns as much of it as {@code args} can need. */
    static CommandLine commandLine(String[] args) {
        return commandLine(wanted(args));
    }

    private static CommandLine commandLine(Set<Verb> verbs) {
        CommandLine program = new CommandLine(new RootCommand());
        verbs.forEach(verb -> program.addSubcommand(verb.command()));
        // picocli's own, of which the annotation is not ours.
        Optional.ofNullable(program.getSubcommands().get(Verb.GENERATE_COMPLETION.toString()))
                .ifPresent(command -> command.getCommandSpec()
                        .usageMessage()
                        .footer("", "Examples:", "  source <(vip-agent generate-completion)"));
        return program.setExpandAtFiles(false)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExitCodeExceptionMapper(ExitCode::of)
                .setParameterExceptionHandler(Cli::misused)
                .setExecutionExceptionHandler((error, command, parsed) -> failed(error, command.getErr()));
    }

    private static int misused(ParameterException error, String[] args) {
        CommandLine command = error.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("vip-agent: " + bounded(error, message(error)));
        UnmatchedArgumentException.printSuggestions(error, err);
        err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return ExitCode.USAGE.code();
    }

    /** picocli counts arguments from 0, options among them, and does not say what the verb does. */
    private static String message(ParameterException error) {
        if (!(error instanceof UnmatchedArgumentException unmatched) || unmatched.isUnknownOption()) {
            return String.valueOf(error.getMessage());
        }
        CommandLine command = error.getCommandLine();
        String word = OneLine.shortened(unmatched.getUnmatched().getFirst(), MAX_WORD_LENGTH);
        return command.getParent() == null
                ? "there is no command \"" + word + "\""
                : command.getCommandName() + " takes no "
                        + (command.getCommandSpec().positionalParameters().isEmpty() ? "" : "further ")
                        + "argument \"" + word + "\"" + System.lineSeparator()
                        + command.getCommandSpec().qualifiedName() + ": "
                        + command.getCommandSpec().usageMessage().description()[0];
    }

    private static int failed(Throwable error, PrintWriter err) {
        int code = ExitCode.of(error);
        if (code == ExitCode.DEFECT.code()) {
            error.printStackTrace(err);
        }
        err.println("vip-agent: " + bounded(error, String.valueOf(error.getMessage())));
        return code;
    }

    /** A configuration's problems have their own bounds, and are told whole. */
    private static String bounded(Throwable error, String message) {
        return error instanceof InvalidConfiguration || error.getCause() instanceof InvalidConfiguration
                ? message
                : OneLine.shortened(message, MAX_MESSAGE_LENGTH);
    }
}
