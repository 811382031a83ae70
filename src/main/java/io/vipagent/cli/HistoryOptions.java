package io.vipagent.cli;

import io.vipagent.agent.history.HistoryFile;
import io.vipagent.agent.peers.PeerHistoryClient;
import io.vipagent.cli.option.ConfigOption;
import io.vipagent.cli.option.SocketOption;
import io.vipagent.config.ConfigLoader;
import io.vipagent.config.InvalidConfiguration;
import io.vipagent.config.Settings;
import io.vipagent.core.history.HistoryEvent;
import io.vipagent.core.history.HistoryTime;
import io.vipagent.core.history.Story;
import io.vipagent.core.history.UnreadableHistory;
import io.vipagent.core.vip.Peer;
import io.vipagent.platform.time.SystemTicker;
import io.vipagent.platform.time.Ticker;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Which events {@code history} and {@code why} look at. */
final class HistoryOptions {
    private static final Duration PEER_TIMEOUT = Duration.ofSeconds(3);

    private final Ticker ticker = new SystemTicker();

    @Mixin
    private SocketOption socket = new SocketOption();

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Option(names = "--cluster", description = "Ask the other agents too (peers of the configuration).")
    private boolean cluster;

    @Option(names = "--utc", description = "Times in UTC, not in this machine's time zone.")
    private boolean utc;

    /** Returns the zone in which times are read and shown. */
    ZoneId zone() {
        return utc ? ZoneId.of("UTC") : ZoneId.systemDefault();
    }

    /** Returns the moment that a person named, or none where nothing was named. */
    Optional<Instant> moment(@Nullable String text, String option, CommandSpec spec) {
        if (text == null) {
            return Optional.empty();
        }
        return Optional.of(HistoryTime.parse(text, ticker.wall(), zone())
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(), option + ": \"" + text + "\" is not " + HistoryTime.EXPECTED)));
    }

    /**
     * Returns the events since a time, of this node and, where asked for, of the others, in order; says what is
     * missing.
     */
    List<HistoryEvent> events(Optional<Instant> since, PrintWriter err) throws InvalidConfiguration {
        HistoryFile.Content own = HistoryFile.read(HistoryFile.beside(socket.path()), HistoryFile.DEFAULT_MAX_BYTES);
        if (own.events().isEmpty() && own.broken() == 0) {
            err.println("vip-agent: there is no history beside " + socket.path() + ", so no agent has run with it");
        }
        if (own.broken() > 0) {
            err.println("vip-agent: " + own.broken() + " broken lines of the history were passed over");
        }
        List<HistoryEvent> events = new ArrayList<>(own.events());
        if (cluster) {
            ask(since.orElse(Instant.EPOCH), events, err);
        }
        return Story.sorted(events).stream()
                .filter(event -> since.isEmpty() || !event.at().isBefore(since.get()))
                .toList();
    }

    private void ask(Instant since, List<HistoryEvent> events, PrintWriter err) throws InvalidConfiguration {
        Settings settings = ConfigLoader.load(config.file(), System.getenv());
        if (settings.peers().urls().isEmpty()) {
            err.println("vip-agent: " + config.file() + " names no peers, so this is the history of this node alone;"
                    + " --config names another file");
        }
        PeerHistoryClient client = new PeerHistoryClient(ticker, warning -> err.println("vip-agent: " + warning));
        for (URI url : settings.peers().urls()) {
            Peer peer = new Peer(
                    url,
                    Optional.of(settings.peers().tlsSettings(url))
                            .filter(_ -> url.getScheme().equals("https")));
            try {
                events.addAll(client.ask(peer, since, PEER_TIMEOUT));
            } catch (UnreadableHistory e) {
                err.println("vip-agent: " + url + ": " + e.getMessage());
            }
        }
    }
}
