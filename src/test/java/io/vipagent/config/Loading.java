package io.vipagent.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Loads configurations that are given as text. */
public final class Loading {
    private Loading() {}

    /** The settings of a file with this text alone. */
    public static Settings load(Path directory, String text) throws IOException, InvalidConfiguration {
        return load(directory, text, Map.of());
    }

    /** The settings of a file with this text, and of the environment. */
    public static Settings load(Path directory, String text, Map<String, String> environment)
            throws IOException, InvalidConfiguration {
        Path file = Files.writeString(directory.resolve("vip-agent.yaml"), text);
        return ConfigLoader.load(file, environment);
    }

    /** A file with these keys, given without their root, and these values, given as YAML. */
    public static String file(Map<String, String> values) {
        StringBuilder text = new StringBuilder("vip-agent:\n");
        String[] above = {};
        for (Map.Entry<String, String> entry : new TreeMap<>(values).entrySet()) {
            String[] path = entry.getKey().split("\\.");
            int depth = 0;
            while (depth < path.length - 1 && depth < above.length - 1 && path[depth].equals(above[depth])) {
                depth++;
            }
            for (; depth < path.length - 1; depth++) {
                text.repeat("  ", depth + 1).append(path[depth]).append(":\n");
            }
            text.repeat("  ", depth + 1)
                    .append(path[depth])
                    .append(": ")
                    .append(entry.getValue())
                    .append('\n');
            above = path;
        }
        return text.toString();
    }
}
