package io.vipagent.cli.help;

import io.vipagent.config.SettingText;
import io.vipagent.core.health.Reason;
import io.vipagent.core.text.DidYouMean;
import io.vipagent.tools.doctor.rules.FindingId;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Says what one of the program's own words means. */
@Command(
        name = "explain",
        description = {
            "Explains a reason, an exit code, a finding of doctor or a key of the configuration.",
            "Without a word: lists all of them."
        },
        footer = {
            "",
            "Examples:",
            "  vip-agent explain RESPONSE_TIMEOUT",
            "  vip-agent explain 16",
            "  vip-agent explain WEIGHT_BELOW_GAP",
            "  vip-agent explain targets.local.interval"
        },
        mixinStandardHelpOptions = true)
public final class ExplainCommand implements Callable<Integer> {
    private static final int MAX_WORD_LENGTH = 80;
    private static final int MAX_ALIKE = 5;

    private CommandSpec spec = CommandSpec.create();

    private @Nullable PositionalParamSpec given;

    /**
     * Adds the word with what the shell offers for it. Not by annotations: a class that is named there would be made by
     * reflection, of which the native binary knows nothing.
     */
    @Spec
    void describe(CommandSpec command) {
        spec = command;
        given = PositionalParamSpec.builder()
                .index("0")
                .arity("0..1")
                .paramLabel("WORD")
                .type(String.class)
                .completionCandidates(() -> words().iterator())
                .description("Such as CERT_EXPIRED, 14, VIP_UNCHECKED or decision.policy.")
                .build();
        command.addPositional(given);
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        String word = given == null ? null : given.getValue();
        if (word == null) {
            out.println("Reasons, which are exit codes, metric labels and log words:");
            Arrays.stream(Reason.values())
                    .forEach(reason -> out.printf(
                            Locale.ROOT,
                            "  %-22s %s%n",
                            reason,
                            ReasonText.of(reason).meaning()));
            out.println();
            out.println("Findings of doctor:");
            Arrays.stream(FindingId.values()).forEach(finding -> out.println("  " + finding));
            out.println();
            out.println("Keys of the configuration, below vip-agent:");
            SettingText.all().forEach(setting -> out.println("  " + setting.key()));
        } else {
            out.print(explained(word).or(() -> exitCode(word)).orElseThrow(() -> unknown(word)));
        }
        out.flush();
        return 0;
    }

    /** Returns what {@code word} means, in lines; empty where it is none of ours. */
    static Optional<String> explained(String word) {
        String upper = word.toUpperCase(Locale.ROOT).replace('-', '_');
        for (Reason reason : Reason.values()) {
            if (reason.name().equals(upper)
                    || Integer.toString(reason.exitCode()).equals(word)) {
                ReasonText text = ReasonText.of(reason);
                return Optional.of(reason + ", exit code " + reason.exitCode() + "\n" + text.meaning() + "\n"
                        + text.remedy() + "\n");
            }
        }
        for (FindingId finding : FindingId.values()) {
            if (finding.name().equals(upper)) {
                return Optional.of(finding + ", a finding of doctor: "
                        + finding.severity().name().toLowerCase(Locale.ROOT) + "\n" + finding.impact()
                        + "\nvip-agent doctor shows where, and the line to write; docs/DOCTOR.md tells more.\n");
            }
        }
        return SettingText.of(word).map(ExplainCommand::text);
    }

    /** What the program's help says of an exit code that is no reason. */
    private Optional<String> exitCode(String word) {
        return Optional.ofNullable(spec.root().usageMessage().exitCodeList().get(word))
                .map(meaning -> word + ", an exit code\n" + meaning + "\n");
    }

    private static String text(SettingText setting) {
        return "vip-agent." + setting.key() + ", a key of the configuration\n"
                + setting.consequence().replace("`", "")
                + "\nmay be        " + setting.bounds().replace("`", "") + "\ndefault       "
                + setting.defaultValue().replace("`", "") + "\nenvironment   " + setting.variable() + "\nchanged by    "
                + (setting.restart() ? "a restart" : "a reload (SIGHUP)") + "\n";
    }

    private ParameterException unknown(String asked) {
        String shown = asked.substring(0, Math.min(MAX_WORD_LENGTH, asked.length()));
        String upper = shown.toUpperCase(Locale.ROOT).replace('-', '_');
        List<String> words = words();
        Optional<String> meant = DidYouMean.near(upper, words).or(() -> DidYouMean.near(shown, words));
        List<String> alike = words.stream()
                .filter(word ->
                        !shown.isBlank() && word.toUpperCase(Locale.ROOT).contains(upper))
                .limit(MAX_ALIKE)
                .toList();
        return new ParameterException(
                spec.commandLine(),
                "\"" + shown + "\" is no reason, exit code, finding or key; "
                        + meant.map(word -> "did you mean " + word + "?")
                                .orElse(
                                        alike.isEmpty()
                                                ? "vip-agent explain lists them all"
                                                : "there are " + String.join(", ", alike)));
    }

    private static List<String> words() {
        List<String> words = new ArrayList<>();
        Arrays.stream(Reason.values()).map(Reason::name).forEach(words::add);
        Arrays.stream(FindingId.values()).map(FindingId::name).forEach(words::add);
        SettingText.all().stream()
                .map(SettingText::key)
                .filter(key -> !key.contains("*"))
                .forEach(words::add);
        return words;
    }
}
