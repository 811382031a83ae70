package io.vipagent.cli;

import io.vipagent.agent.history.HistoryFile;
import io.vipagent.agent.peers.PeerHistoryClient;
import io.vipagent.cli.option.HistoryOptions;
import io.vipagent.config.ConfigLoader;
import io.vipagent.config.InvalidConfiguration;
import io.vipagent.config.Settings;
import io.vipagent.core.history.HistoryEvent;
import io.vipagent.core.history.Story;
import io.vipagent.core.history.UnreadableHistory;
import io.vipagent.core.text.OneLine;
import io.vipagent.core.vip.Peer;
import io.vipagent.platform.time.Ticker;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The history of this node, from its disk, and of the others, from their agents; says on {@code err} what is missing. */
record HistorySource(HistoryOptions options, Map<String, String> environment, PrintWriter err, Ticker ticker) {
    private static final Duration PEER_TIMEOUT = Duration.ofSeconds(3);
    private static final int MAX_PATH_LENGTH = 200;

    /** Returns the events since a time, of this node and, where asked for, of the others, in order. */
    List<HistoryEvent> events(Optional<Instant> since) throws InvalidConfiguration {
        Path socket = options.socket(environment);
        HistoryFile.Content own = HistoryFile.read(HistoryFile.beside(socket), HistoryFile.DEFAULT_MAX_BYTES);
        if (own.events().isEmpty() && own.broken() == 0) {
            err.println("vip-agent: there is no history beside " + OneLine.shortened(socket.toString(), MAX_PATH_LENGTH)
                    + ", so no agent has run with it");
        }
        if (own.broken() > 0) {
            err.println("vip-agent: " + own.broken() + " broken lines of the history were passed over");
        }
        List<HistoryEvent> events = new ArrayList<>(own.events());
        if (options.isOfCluster()) {
            events.addAll(ofPeers(since.orElse(Instant.EPOCH)));
        }
        return Story.sorted(events).stream()
                .filter(event -> since.isEmpty() || !event.at().isBefore(since.get()))
                .toList();
    }

    private List<HistoryEvent> ofPeers(Instant since) throws InvalidConfiguration {
        Settings settings = ConfigLoader.load(options.configuration(), environment);
        if (settings.peers().urls().isEmpty()) {
            err.println("vip-agent: " + options.configuration()
                    + " names no peers, so this is the history of this node alone; --config names another file");
        }
        PeerHistoryClient client = new PeerHistoryClient(ticker, warning -> err.println("vip-agent: " + warning));
        List<HistoryEvent> events = new ArrayList<>();
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
        return events;
    }
}
