package io.vipagent.cli.help;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The completion for fish, from the model by which the command line is parsed. */
final class FishCompletion {
    /** Labels of values that are files, where the type does not say so. */
    private static final Set<String> FILES = Set.of("FILE", "PATH", "DIR");

    private static final String AS_FILE = " -F";

    private FishCompletion() {}

    /** Returns the script for {@code program} and its verbs. */
    static String of(CommandLine program) {
        String name = program.getCommandName();
        StringBuilder out = new StringBuilder("# " + name + " completion fish\ncomplete -c " + name + " -f\n");
        program.getSubcommands()
                .forEach((verb, command) -> out.append("complete -c ")
                        .append(name)
                        .append(" -n __fish_use_subcommand -a ")
                        .append(verb)
                        .append(described(
                                command.getCommandSpec().usageMessage().description()))
                        .append('\n'));
        options(name, "__fish_use_subcommand", program.getCommandSpec(), out);
        program.getSubcommands().forEach((verb, command) -> {
            String condition = quoted("__fish_seen_subcommand_from " + verb);
            options(name, condition, command.getCommandSpec(), out);
            for (PositionalParamSpec parameter : command.getCommandSpec().positionalParameters()) {
                String values = values(parameter);
                if (!values.isEmpty()) {
                    out.append("complete -c ")
                            .append(name)
                            .append(" -n ")
                            .append(condition)
                            .append(values)
                            .append(described(parameter.description()))
                            .append('\n');
                }
            }
        });
        return out.toString();
    }

    private static void options(String name, String condition, CommandSpec spec, StringBuilder out) {
        for (OptionSpec option : spec.options()) {
            if (option.hidden()) {
                continue;
            }
            out.append("complete -c ").append(name).append(" -n ").append(condition);
            for (String word : option.names()) {
                out.append(word.startsWith("--") ? " -l " + word.substring(2) : " -s " + word.substring(1));
            }
            if (option.arity().max() > 0) {
                String values = values(option);
                // With -x fish offers no files beside the values.
                out.append(values.equals(AS_FILE) ? " -r" : " -x").append(values);
            }
            out.append(described(option.description())).append('\n');
        }
    }

    /** Returns the values that there are, or files; nothing where anything may be given. */
    private static String values(ArgSpec argument) {
        Iterable<String> candidates = argument.completionCandidates();
        List<String> words = new ArrayList<>();
        if (candidates != null) {
            candidates.forEach(words::add);
        }
        if (!words.isEmpty()) {
            StringJoiner joined = new StringJoiner(" ");
            words.forEach(joined::add);
            return " -a " + quoted(joined.toString());
        }
        boolean file = argument.typeInfo().getType() == Path.class
                || argument.auxiliaryTypes().length > 0 && argument.auxiliaryTypes()[0] == Path.class
                || FILES.contains(argument.paramLabel());
        return file ? AS_FILE : "";
    }

    private static String described(String... description) {
        String all = String.join(" ", description).split("[.] |[.]?$", 2)[0];
        return all.isEmpty()
                ? ""
                : " -d " + quoted(all.replace("${DEFAULT-VALUE}", "").replace("%n", " "));
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
