package io.vipagent.config;

import io.vipagent.core.target.Target;
import io.vipagent.core.text.IoErrors;
import io.vipagent.platform.HostName;
import io.vipagent.platform.files.FileKind;
import io.vipagent.platform.files.RegularFile;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** From the file and the environment to settings. The environment wins over the file. */
public final class ConfigLoader {
    /** Read where no other file is named, and only if it exists. */
    public static final Path DEFAULT_FILE = Path.of("/etc/vip-agent/vip-agent.yaml");

    /** Returns the keys, with their root, whose values differ in {@code next} and that only a restart can change. */
    public static List<String> needingRestart(Settings inForce, Settings next) {
        return SettingsTable.rows().stream()
                .filter(Setting::isFixed)
                .filter(row -> !row.current(inForce.parts("")).equals(row.current(next.parts(""))))
                .map(row -> Setting.ROOT + "." + row.key())
                .toList();
    }

    private static final String LOCAL = Keys.TARGETS + "." + TargetTable.LOCAL;
    private static final Pattern LOCAL_KEY = Pattern.compile(Pattern.quote(LOCAL) + "\\.([a-z-]+)");

    private ConfigLoader() {}

    /**
     * Returns the effective settings.
     *
     * @param file where the configuration is; a missing one is an error unless it is {@link #DEFAULT_FILE}
     * @param environment only variables that begin with VIP_AGENT_ are looked at, and HOSTNAME where /proc is missing
     * @throws InvalidConfiguration with every problem at once
     */
    public static Settings load(Path file, Map<String, String> environment) throws InvalidConfiguration {
        Map<String, String> ours = Environment.ours(environment);
        RawConfig written = new RawConfig(Keys::isList);
        OptionReader problems = new OptionReader(written);
        try {
            YamlFile.read(read(file), written, problems);
        } catch (YamlText.NotYaml e) {
            throw new InvalidConfiguration(file.toString(), List.of("not YAML: " + e.getMessage()));
        }
        Environment.read(ours, written, problems);
        Settings settings = Settings.read(
                new SettingValues(written, problems),
                HostName.read().orElseGet(() -> environment.getOrDefault("HOSTNAME", "unknown")));
        if (!problems.problems().isEmpty()) {
            throw new InvalidConfiguration(
                    ours.isEmpty() ? file.toString() : file + " and the environment", problems.problems());
        }
        return settings;
    }

    /**
     * Returns one target that is described on the command line.
     *
     * @param keys a target's keys without their prefix
     * @param named what a key is called there
     * @throws InvalidConfiguration with every problem, in these words
     */
    public static Target target(Map<String, String> keys, UnaryOperator<String> named) throws InvalidConfiguration {
        RawConfig written = new RawConfig(Keys::isList);
        keys.forEach((key, value) -> written.put(LOCAL + "." + key, value));
        OptionReader problems = new OptionReader(written);
        Settings settings = Settings.read(new SettingValues(written, problems), "");
        if (!problems.problems().isEmpty()) {
            throw new InvalidConfiguration(
                    "command line",
                    problems.problems().stream()
                            .map(line -> LOCAL_KEY
                                    .matcher(line)
                                    .replaceFirst(key -> Matcher.quoteReplacement(named.apply(key.group(1)))))
                            .toList());
        }
        return settings.targets().getFirst();
    }

    private static String read(Path file) throws InvalidConfiguration {
        try {
            return RegularFile.text(file, FileKind.CONFIGURATION);
        } catch (IOException e) {
            if (e instanceof NoSuchFileException && file.equals(DEFAULT_FILE)) {
                return "";
            }
            throw new InvalidConfiguration(file.toString(), List.of(IoErrors.unreadable(e)));
        }
    }
}
