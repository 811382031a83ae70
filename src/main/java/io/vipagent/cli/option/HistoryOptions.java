package io.vipagent.cli.option;

import io.vipagent.core.history.HistoryTime;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Which events {@code history} and {@code why} look at. */
public final class HistoryOptions {
    @Mixin
    private SocketOption socket = new SocketOption();

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Option(names = "--cluster", description = "Ask the other agents too (peers of the configuration).")
    private boolean cluster;

    @Option(names = "--utc", description = "Times in UTC, not in this machine's time zone.")
    private boolean utc;

    /** Returns the agent's control socket, which the history is beside. */
    public Path socket(Map<String, String> environment) {
        return socket.path(environment);
    }

    /** Returns the configuration that names the peers; it may be missing. */
    public Path configuration() {
        return config.file();
    }

    /** Returns whether the other agents are asked too. */
    public boolean isOfCluster() {
        return cluster;
    }

    /** Returns the zone in which times are read and shown. */
    public ZoneId zone() {
        return utc ? ZoneId.of("UTC") : ZoneId.systemDefault();
    }

    /** Returns the moment that a person named, or none where nothing was named. */
    public Optional<Instant> moment(@Nullable String text, String option, Instant now, CommandSpec spec) {
        if (text == null) {
            return Optional.empty();
        }
        return Optional.of(HistoryTime.parse(text, now, zone())
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(), option + ": \"" + text + "\" is not " + HistoryTime.EXPECTED)));
    }
}
