package io.vipagent.cli.option;

import io.vipagent.config.ConfigLoader;
import io.vipagent.config.InvalidConfiguration;
import io.vipagent.core.target.Target;
import io.vipagent.core.text.Durations;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A target that options describe, whoever parsed them: {@code --url} and those below it, which have the names of the
 * configuration's keys.
 */
public final class TargetArguments {
    public static final String URL = "--url";
    public static final String INSECURE = "--insecure";

    private static final Set<String> FILES = Set.of("--ca-file", "--cert-file", "--key-file", "--token-file");
    private static final Set<String> TEXTS = Set.of("--server-name", "--accept-status", "--expect-body");

    private TargetArguments() {}

    /** Returns whether {@code option} describes a target and takes a value. */
    public static boolean takesValue(String option) {
        return option.equals(URL) || FILES.contains(option) || TEXTS.contains(option);
    }

    /**
     * Returns the target.
     *
     * @param options values by option; those that do not describe a target are passed over
     * @param timeout of its probe
     * @throws InvalidConfiguration with every problem, in the words of the options
     */
    public static Target of(Map<String, String> options, Duration timeout) throws InvalidConfiguration {
        return of(options, timeout, URL);
    }

    /** Returns the same where the URL is called {@code url}, as where it is no option. */
    static Target of(Map<String, String> options, Duration timeout, String url) throws InvalidConfiguration {
        Map<String, String> keys = new HashMap<>();
        keys.put("timeout", Durations.format(timeout));
        for (Map.Entry<String, String> option : options.entrySet()) {
            String name = option.getKey();
            if (FILES.contains(name)) {
                keys.put(key(name), absolute(name, option.getValue()));
            } else if (takesValue(name) || name.equals(INSECURE)) {
                keys.put(key(name), option.getValue());
            }
        }
        return ConfigLoader.target(keys, key -> key.equals(key(URL)) ? url : "--" + key);
    }

    private static String key(String option) {
        return option.substring("--".length());
    }

    private static String absolute(String option, String file) throws InvalidConfiguration {
        try {
            return Path.of(file).toAbsolutePath().toString();
        } catch (InvalidPathException e) {
            throw new InvalidConfiguration(
                    "command line", List.of(option + ": '" + file + "' is not a path: " + e.getReason()));
        }
    }
}
