package io.vipagent.packaging;

import io.vipagent.cli.Cli;
import io.vipagent.platform.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The manual, one page for the program and one for each of its verbs, and the completion for bash; all from the model
 * by which the command line is parsed. {@code Manual DIR} writes them; SOURCE_DATE_EPOCH dates them.
 */
final class Manual {
    private final String date;

    Manual(String date) {
        this.date = date;
    }

    public static void main(String... args) throws IOException {
        Path directory = Files.createDirectories(Path.of(args[0]));
        String epoch = System.getenv().getOrDefault("SOURCE_DATE_EPOCH", "0");
        String date = Instant.ofEpochSecond(Long.parseLong(epoch))
                .atZone(ZoneOffset.UTC)
                .toLocalDate()
                .toString();
        for (Map.Entry<String, String> page :
                new Manual(date).pages(Cli.commandLine()).entrySet()) {
            Files.writeString(directory.resolve(page.getKey() + ".1"), page.getValue());
        }
        // The completion for fish and zsh is what the program itself prints.
        Files.writeString(directory.resolve("vip-agent.bash"), AutoComplete.bash("vip-agent", Cli.commandLine()));
    }

    /** The pages of {@code program} by name. */
    Map<String, String> pages(CommandLine program) {
        Map<String, String> pages = new TreeMap<>();
        CommandSpec root = program.getCommandSpec();
        pages.put(name(root), page(root, List.of()));
        program.getSubcommands().forEach((verb, command) -> {
            CommandSpec spec = command.getCommandSpec();
            pages.put(name(spec), page(spec, List.of(name(root))));
        });
        return pages;
    }

    private String page(CommandSpec spec, List<String> above) {
        Roff page = new Roff(name(spec).toUpperCase(Locale.ROOT), date, "vip-agent " + Version.current());
        String description = String.join("\n", spec.usageMessage().description());
        page.section("NAME");
        page.text(name(spec) + " - " + firstSentence(description));
        page.section("SYNOPSIS");
        page.synopsis(spec.qualifiedName(), synopsis(spec));
        page.section("DESCRIPTION").text(description.replace("%n", "\n"));
        commands(page, spec);
        options(page, spec);
        exitCodes(page, spec);
        examples(page, spec);
        if (above.isEmpty()) {
            page.section("FILES")
                    .term("/etc/vip-agent/vip-agent.yaml", "The configuration; where it is missing, built-in defaults.")
                    .term("/run/vip-agent/agent.sock", "The control socket, by which the commands reach the agent.")
                    .term("/run/vip-agent/maintenance", "A drain, for as long as it lasts.");
        }
        List<String> others = new ArrayList<>(above);
        spec.subcommands().values().forEach(command -> others.add(name(command.getCommandSpec())));
        return page.seeAlso(others).toString();
    }

    private static void commands(Roff page, CommandSpec spec) {
        if (!spec.subcommands().isEmpty()) {
            page.section("COMMANDS");
            spec.subcommands()
                    .forEach((verb, command) -> page.term(
                            verb,
                            String.join(
                                    " ", command.getCommandSpec().usageMessage().description())));
        }
    }

    private static void options(Roff page, CommandSpec spec) {
        page.section("OPTIONS");
        for (PositionalParamSpec parameter : spec.positionalParameters()) {
            page.term(parameter.paramLabel(), String.join(" ", parameter.description()));
        }
        spec.options().stream()
                .filter(option -> !option.hidden())
                .sorted((one, other) -> one.longestName().compareTo(other.longestName()))
                .forEach(option -> page.term(term(option), String.join(" ", option.description())));
    }

    private static void exitCodes(Roff page, CommandSpec spec) {
        Map<String, String> codes = spec.usageMessage().exitCodeList();
        if (!codes.isEmpty()) {
            page.section("EXIT STATUS");
            codes.forEach(page::term);
        }
    }

    private static String term(OptionSpec option) {
        String names = String.join(", ", option.names());
        return option.arity().max() == 0 ? names : names + "=" + option.paramLabel();
    }

    private static void examples(Roff page, CommandSpec spec) {
        page.section("EXAMPLES");
        for (String line : spec.usageMessage().footer()) {
            if (line.startsWith("  ")) {
                page.term(line.strip(), "");
            }
        }
    }

    /** What follows the command's name. */
    private static String synopsis(CommandSpec spec) {
        String whole = new Help(spec, Help.defaultColorScheme(Ansi.OFF)).synopsis(0);
        return whole.strip().substring(spec.qualifiedName().length());
    }

    private static String firstSentence(String text) {
        return text.split("[.?]( |\n|$)", 2)[0];
    }

    private static String name(CommandSpec spec) {
        return spec.qualifiedName("-");
    }
}
