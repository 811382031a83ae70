package io.vipagent.cli;

import io.vipagent.cli.Check.AnswerSource;
import io.vipagent.cli.option.DurationConverter;
import io.vipagent.cli.option.SocketConverter;
import io.vipagent.cli.option.SocketOption;
import io.vipagent.cli.option.TargetArguments;
import io.vipagent.config.ConfigLoader;
import io.vipagent.config.InvalidConfiguration;
import io.vipagent.core.protocol.Request;
import io.vipagent.core.target.Target;
import io.vipagent.core.text.Durations;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the options of {@code check} that keepalived's configurations use, without picocli, which costs more than the
 * whole check. Whatever is not plainly right is left to picocli, so there is one contract; a test holds the two
 * together.
 */
final class CheckArguments {
    private static final Set<String> KNOWN = Set.of("--socket", "--config", "--source", "--timeout");

    private CheckArguments() {}

    /** Returns the check, if {@code args}, the verb included, are plainly right. */
    static Optional<Check> parse(String[] args, Map<String, String> environment) {
        if (args.length == 0 || !args[0].equals("check")) {
            return Optional.empty();
        }
        Map<String, String> given = new HashMap<>();
        for (int i = 1; i < args.length; i++) {
            int equals = args[i].indexOf('=');
            String name = equals < 0 ? args[i] : args[i].substring(0, equals);
            if (given.containsKey(name)) {
                return Optional.empty();
            }
            if (args[i].equals(TargetArguments.INSECURE)) {
                given.put(name, "true");
                continue;
            }
            if (!(KNOWN.contains(name) || TargetArguments.takesValue(name)) || (equals < 0 && i + 1 == args.length)) {
                return Optional.empty();
            }
            String value = equals < 0 ? args[++i] : args[i].substring(equals + 1);
            if (value.isEmpty() || value.startsWith("-") || value.startsWith("\"")) {
                return Optional.empty();
            }
            given.put(name, value);
        }
        return check(given, environment);
    }

    private static Optional<Check> check(Map<String, String> given, Map<String, String> environment) {
        String socket =
                given.getOrDefault("--socket", environment.getOrDefault(SocketOption.VARIABLE, Request.DEFAULT_SOCKET));
        String config = given.getOrDefault(
                "--config", environment.getOrDefault("VIP_AGENT_CONFIG", ConfigLoader.DEFAULT_FILE.toString()));
        String source = given.getOrDefault("--source", AnswerSource.AGENT_THEN_PROBE.toString());
        Optional<AnswerSource> from = Arrays.stream(AnswerSource.values())
                .filter(known -> known.toString().equals(source))
                .findFirst();
        Optional<Duration> timeout = Optional.ofNullable(given.get("--timeout"))
                .map(text -> Durations.parse(text).filter(DurationConverter::isInBounds))
                .orElse(Optional.of(Request.CHECK_TIMEOUT));
        try {
            Path socketPath = Path.of(socket);
            Path configPath = Path.of(config);
            if (from.isEmpty() || timeout.isEmpty() || !SocketConverter.isInBounds(socket)) {
                return Optional.empty();
            }
            Check.Targets targets = () -> Check.CheckTargets.of(ConfigLoader.load(configPath, environment));
            if (given.containsKey(TargetArguments.URL)) {
                Target described = TargetArguments.of(given, timeout.get());
                targets = () -> Check.CheckTargets.described(described);
            }
            return Optional.of(new Check(socketPath, from.get(), timeout.get(), targets));
        } catch (InvalidPathException | InvalidConfiguration e) {
            return Optional.empty();
        }
    }
}
