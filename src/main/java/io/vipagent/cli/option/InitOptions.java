package io.vipagent.cli.option;

import io.vipagent.config.RawOption;
import io.vipagent.config.ValueForm;
import io.vipagent.tools.init.cluster.ClusterOption;
import io.vipagent.tools.init.cluster.ClusterOptions;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The options that describe a cluster, made of the table of {@link ClusterOptions}. Each may stand in a file too, and
 * the command line wins.
 */
public final class InitOptions {
    @Option(names = "--cluster", paramLabel = "FILE", description = "YAML with these options as keys, without dashes.")
    private @Nullable Path file;

    @Option(
            names = "--from",
            paramLabel = "PATH",
            arity = "1..*",
            description =
                    "Read these options from what is there: keepalived.conf and haproxy.cfg, or the folders that they"
                            + " are in; of one node or of several. The set-up's profile is kubeadm then, if "
                            + "nothing else is said.")
    private List<Path> from = List.of();

    private final Map<String, ArgSpec> options = new LinkedHashMap<>();

    @Spec(Spec.Target.MIXEE)
    public void addTo(CommandSpec command) {
        for (ClusterOption<?> row : ClusterOptions.rows()) {
            OptionSpec option = row.isFlag() ? flag(row) : valued(row);
            options.put(row.name(), option);
            command.addOption(option);
        }
    }

    /** Returns the file with options, if one was named. */
    public Optional<Path> file() {
        return Optional.ofNullable(file);
    }

    /** Returns the files and folders of the old set-up. */
    public List<Path> from() {
        return from;
    }

    /** Returns what was given on the command line, by the names of the options. */
    public Map<String, List<RawOption>> given() {
        Map<String, List<RawOption>> given = new LinkedHashMap<>();
        options.forEach((name, option) -> {
            List<RawOption> values = values(option)
                    .map(text -> new RawOption("--" + name, text, Optional.empty()))
                    .toList();
            if (!values.isEmpty()) {
                given.put(name, values);
            }
        });
        return given;
    }

    private static Stream<String> values(ArgSpec option) {
        Object value = option.getValue();
        return switch (value) {
            case null -> Stream.of();
            case List<?> list -> list.stream().map(Object::toString);
            default -> Stream.of(value.toString());
        };
    }

    private static OptionSpec flag(ClusterOption<?> row) {
        return OptionSpec.builder("--" + row.name())
                .type(Boolean.class)
                .arity("0..1")
                .description(row.help())
                .build();
    }

    private static OptionSpec valued(ClusterOption<?> row) {
        OptionSpec.Builder option = OptionSpec.builder("--" + row.name())
                .paramLabel(row.parameter())
                .completionCandidates(row.words())
                .description(row.help());
        return row.form() == ValueForm.VALUE
                ? option.type(String.class).arity("1").build()
                : option.type(List.class)
                        .auxiliaryTypes(String.class)
                        .arity("1")
                        .build();
    }
}
