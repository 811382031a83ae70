package io.vipagent.doctor.look;

import io.vipagent.check.Reason;
import io.vipagent.config.Settings.Peers;
import io.vipagent.doctor.AgentFacts;
import io.vipagent.doctor.Unchecked;
import io.vipagent.peers.Contact;
import io.vipagent.peers.Contact.NotAsked;
import io.vipagent.peers.Contact.Reached;
import io.vipagent.peers.Contact.Unreached;
import io.vipagent.peers.HttpInquiry;
import io.vipagent.peers.Peer;
import io.vipagent.time.Ticker;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The other agents, asked as the agent itself asks them. Each gets a second. */
final class PeerLook {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Ticker ticker;
    private final Consumer<Unchecked> unchecked;

    PeerLook(Ticker ticker, Consumer<Unchecked> unchecked) {
        this.ticker = ticker;
        this.unchecked = unchecked;
    }

    List<AgentFacts.Peer> look(Peers peers) {
        HttpInquiry inquiry = new HttpInquiry(ticker, warning -> {});
        return peers.urls().stream()
                .map(url -> heard(url, inquiry.ask(peer(peers, url), PATIENCE)))
                .toList();
    }

    private static Peer peer(Peers peers, URI url) {
        boolean secure = "https".equals(url.getScheme());
        return new Peer(url, secure ? Optional.of(peers.trust(url)) : Optional.empty());
    }

    private AgentFacts.Peer heard(URI url, Contact contact) {
        String name = url.toString();
        return switch (contact) {
            case NotAsked notAsked -> silent(name, Optional.empty());
            case Unreached unreached
            when unreached.reason() == Reason.AGENT_ERROR -> {
                // Our own fault, such as a file that this user may not read: it says nothing of the peer.
                unchecked.accept(new Unchecked(name, unreached.detail()));
                yield silent(name, Optional.empty());
            }
            case Unreached unreached -> silent(name, Optional.of(unreached.reason() + " " + unreached.detail()));
            case Reached reached ->
                new AgentFacts.Peer(
                        name,
                        Optional.empty(),
                        reached.clock(),
                        reached.status().vips());
        };
    }

    private static AgentFacts.Peer silent(String name, Optional<String> failure) {
        return new AgentFacts.Peer(name, failure, Optional.empty(), Map.of());
    }
}
