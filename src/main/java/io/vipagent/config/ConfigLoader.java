package io.vipagent.config;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.source.yaml.YamlConfigSource;
import io.vipagent.check.Printable;
import io.vipagent.check.Target;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/** From the file and the environment to settings. The environment wins over the file. */
public final class ConfigLoader {
    /** Read where no other file is named, and only if it exists. */
    public static final Path DEFAULT_FILE = Path.of("/etc/vip-agent/vip-agent.yaml");

    private static final int DEFAULTS_ORDINAL = 50;
    private static final int FILE_ORDINAL = 100;
    private static final int ENVIRONMENT_ORDINAL = 300;
    private static final String LOCAL = "vip-agent.targets." + TargetReader.LOCAL + ".";
    private static final Map<String, String> DEFAULTS = Map.of(LOCAL + "enabled", "true");

    private ConfigLoader() {}

    /**
     * The effective settings.
     *
     * @param file where the configuration is; a missing one is an error unless it is {@link #DEFAULT_FILE}
     * @param environment only variables that begin with VIP_AGENT_ are looked at
     * @throws InvalidConfiguration with every problem at once
     */
    public static Settings load(Path file, Map<String, String> environment) throws InvalidConfiguration {
        Map<String, String> ours = environment.entrySet().stream()
                .filter(variable -> variable.getKey().startsWith("VIP_AGENT_"))
                .filter(variable -> !Keys.isNoKey(variable.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        ConfigSource yaml = parse(file, read(file));
        Problems problems = new Problems();
        yaml.getPropertyNames().stream().sorted().forEach(property -> Keys.unknownProperty(property)
                .ifPresent(problems::add));
        ours.keySet().stream().sorted().forEach(variable -> Keys.unknownVariable(variable)
                .ifPresent(problems::add));
        AgentConfig raw = map(yaml, new EnvConfigSource(ours, ENVIRONMENT_ORDINAL));
        boolean localGiven = yaml.getPropertyNames().stream().anyMatch(property -> property.startsWith(LOCAL))
                || ours.keySet().stream().anyMatch(variable -> variable.startsWith("VIP_AGENT_TARGETS_LOCAL_"));
        Settings settings = new SettingsReader(raw, localGiven, problems).read(hostName());
        if (!problems.lines().isEmpty()) {
            throw new InvalidConfiguration(file + " and the environment", problems.lines());
        }
        return settings;
    }

    /**
     * One target that is described on the command line.
     *
     * @param keys a target's keys without their prefix
     * @throws InvalidConfiguration with every problem, in the words of options
     */
    public static Target target(Map<String, String> keys) throws InvalidConfiguration {
        Map<String, String> properties =
                keys.entrySet().stream().collect(Collectors.toMap(key -> LOCAL + key.getKey(), Map.Entry::getValue));
        Problems problems = new Problems();
        AgentConfig raw = map(new PropertiesConfigSource(properties, "command line", FILE_ORDINAL));
        Settings settings = new SettingsReader(raw, true, problems).read("");
        if (!problems.lines().isEmpty()) {
            throw new InvalidConfiguration(
                    "command line",
                    problems.lines().stream()
                            .map(line -> line.replaceFirst(Pattern.quote(LOCAL), "--"))
                            .toList());
        }
        return settings.targets().getFirst();
    }

    private static AgentConfig map(ConfigSource... sources) {
        return new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(DEFAULTS, "defaults", DEFAULTS_ORDINAL))
                .withSources(sources)
                .withMapping(AgentConfig.class)
                .withMappingIgnore("vip-agent.**")
                .build()
                .getConfigMapping(AgentConfig.class);
    }

    private static String read(Path file) throws InvalidConfiguration {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            if (file.equals(DEFAULT_FILE)) {
                return "";
            }
            throw new InvalidConfiguration(file.toString(), List.of("no such file"));
        } catch (IOException e) {
            throw new InvalidConfiguration(file.toString(), List.of("cannot be read: " + e));
        }
    }

    private static ConfigSource parse(Path file, String text) throws InvalidConfiguration {
        if (text.isBlank()) {
            return new PropertiesConfigSource(Map.of(), file.toString(), FILE_ORDINAL);
        }
        try {
            return new YamlConfigSource(file.toString(), text, FILE_ORDINAL);
        } catch (RuntimeException e) {
            // The parser's own message names line and column.
            throw new InvalidConfiguration(
                    file.toString(), List.of("not YAML: " + Printable.line(innermost(e).toString())));
        }
    }

    private static Throwable innermost(Throwable error) {
        @Nullable Throwable cause = error.getCause();
        return cause == null ? error : innermost(cause);
    }

    private static String hostName() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException e) {
            try {
                return InetAddress.getLocalHost().getHostName();
            } catch (UnknownHostException unknown) {
                return "unknown";
            }
        }
    }
}
