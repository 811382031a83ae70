package io.vipagent.tools.init.migrate;

import io.vipagent.config.RawOption;
import io.vipagent.config.ValueForm;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Options as {@code cluster.yaml}, to be looked at, edited and read again. */
public final class ClusterYaml {
    private ClusterYaml() {}

    /**
     * Returns the text of the file.
     *
     * @param forms of the options; one that is not among them is left out
     * @param password the absolute path of the file that holds it, if there is one
     */
    public static String of(
            Map<String, List<RawOption>> options, Map<String, ValueForm> forms, Optional<String> password) {
        StringBuilder yaml = new StringBuilder("# Written by vip-agent init. Edit it, then:\n"
                + "#     vip-agent init --cluster cluster.yaml --out DIR --force\n");
        Map<String, List<RawOption>> all = new LinkedHashMap<>(options);
        password.ifPresent(path ->
                all.putIfAbsent("auth-pass-file", List.of(new RawOption("auth-pass-file", path, Optional.empty()))));
        all.forEach((option, values) -> write(option, values, forms, yaml));
        return yaml.toString();
    }

    private static void write(String option, List<RawOption> values, Map<String, ValueForm> forms, StringBuilder yaml) {
        switch (forms.get(option)) {
            case null -> {}
            case VALUE -> line("", option + ": ", values.getFirst(), yaml);
            case LIST -> {
                yaml.append(option).append(":\n");
                values.forEach(value -> line("  ", "- ", value, yaml));
            }
            case PAIRS -> {
                yaml.append(option).append(":\n");
                values.forEach(value -> {
                    String[] pair = value.text().split("=", 2);
                    line(
                            "  ",
                            quoted(pair[0]) + ": ",
                            new RawOption(option, pair[pair.length - 1], value.place()),
                            yaml);
                });
            }
        }
    }

    private static void line(String indent, String key, RawOption value, StringBuilder yaml) {
        yaml.append(indent).append(key).append(quoted(value.text()));
        value.place().ifPresent(place -> yaml.append("  # ").append(place));
        yaml.append('\n');
    }

    /** Plain where nobody could take it for anything else. */
    private static String quoted(String text) {
        return text.matches("[A-Za-z/][A-Za-z0-9._/-]*|[0-9]+|([0-9]+\\.){3}[0-9]+")
                ? text
                : "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
