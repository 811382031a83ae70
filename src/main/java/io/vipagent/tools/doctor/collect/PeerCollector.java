package io.vipagent.tools.doctor.collect;

import io.vipagent.agent.peers.HttpPeerClient;
import io.vipagent.config.PeerSettings;
import io.vipagent.core.health.Reason;
import io.vipagent.core.vip.Peer;
import io.vipagent.core.vip.PeerContact;
import io.vipagent.core.vip.PeerContact.NotAsked;
import io.vipagent.core.vip.PeerContact.Reached;
import io.vipagent.core.vip.PeerContact.Unreached;
import io.vipagent.platform.time.Ticker;
import io.vipagent.tools.doctor.facts.AgentFacts;
import io.vipagent.tools.doctor.facts.Skipped;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The other agents, asked as the agent itself asks them. Each gets a second. */
final class PeerCollector {
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    private final Ticker ticker;
    private final Consumer<Skipped> unchecked;

    PeerCollector(Ticker ticker, Consumer<Skipped> unchecked) {
        this.ticker = ticker;
        this.unchecked = unchecked;
    }

    List<AgentFacts.AskedPeer> look(PeerSettings peers) {
        HttpPeerClient client = new HttpPeerClient(ticker, warning -> {});
        return peers.urls().stream()
                .map(url -> heard(url, client.ask(peer(peers, url), TIMEOUT)))
                .toList();
    }

    private static Peer peer(PeerSettings peers, URI url) {
        boolean secure = "https".equals(url.getScheme());
        return new Peer(url, secure ? Optional.of(peers.tlsSettings(url)) : Optional.empty());
    }

    private AgentFacts.AskedPeer heard(URI url, PeerContact contact) {
        String name = url.toString();
        return switch (contact) {
            case NotAsked notAsked -> silent(name, Optional.empty());
            case Unreached unreached
            when unreached.reason() == Reason.AGENT_ERROR -> {
                // Our own fault, such as a file that this user may not read: it says nothing of the peer.
                unchecked.accept(new Skipped(name, unreached.detail()));
                yield silent(name, Optional.empty());
            }
            case Unreached unreached -> silent(name, Optional.of(unreached.reason() + " " + unreached.detail()));
            case Reached reached ->
                new AgentFacts.AskedPeer(
                        name,
                        Optional.empty(),
                        reached.clock(),
                        reached.status().vips());
        };
    }

    private static AgentFacts.AskedPeer silent(String name, Optional<String> failure) {
        return new AgentFacts.AskedPeer(name, failure, Optional.empty(), Map.of());
    }
}
