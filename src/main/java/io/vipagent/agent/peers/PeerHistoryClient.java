package io.vipagent.agent.peers;

import io.vipagent.agent.probe.HttpGet;
import io.vipagent.core.health.Outcome;
import io.vipagent.core.health.Outcome.Failed;
import io.vipagent.core.history.HistoryEvent;
import io.vipagent.core.history.HistoryJson;
import io.vipagent.core.history.HistoryJson.Document;
import io.vipagent.core.history.UnreadableHistory;
import io.vipagent.core.protocol.ResponseParser;
import io.vipagent.core.target.Endpoint;
import io.vipagent.core.target.ExpectedResponse;
import io.vipagent.core.vip.ClockOffset;
import io.vipagent.core.vip.Peer;
import io.vipagent.platform.time.Ticker;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Asks a peer for its history over HTTP, and puts its times on this node's clock. */
public final class PeerHistoryClient {
    /** The most bytes that an answer may have, head and body together. */
    static final int MAX_BYTES = 4 * 1024 * 1024;

    private static final ExpectedResponse OK =
            new ExpectedResponse(Collections.unmodifiableSortedSet(new TreeSet<>(List.of(200))), Optional.empty());

    private final Ticker ticker;
    private final HttpGet http;

    /** {@code warnings} hears of TLS files that cannot be used. */
    public PeerHistoryClient(Ticker ticker, Consumer<String> warnings) {
        this.ticker = ticker;
        this.http = new HttpGet(ticker, warnings);
    }

    /**
     * Returns the events of {@code peer} since {@code since}, with times of this node's clock.
     *
     * @throws UnreadableHistory where the peer does not answer, or with something else; the message says what
     */
    public List<HistoryEvent> ask(Peer peer, Instant since, Duration timeout) throws UnreadableHistory {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        ResponseParser parser = new ResponseParser(MAX_BYTES, body::write);
        Endpoint endpoint = new Endpoint(
                peer.url().resolve("/api/v1/history?since=" + since),
                peer.endpoint().tlsSettings());
        Instant asked = ticker.wall();
        Outcome outcome = http.get(endpoint, OK, timeout, parser);
        if (outcome instanceof Failed failed) {
            throw new UnreadableHistory(failed.reason() + " " + failed.detail());
        }
        Document document = HistoryJson.read(body.toString(StandardCharsets.UTF_8));
        Optional<ClockOffset> offset = document.time().map(theirs -> ClockOffset.of(asked, outcome.phases(), theirs));
        return document.events().stream()
                .map(event -> offset.filter(difference -> difference.isBeyond(Duration.ZERO))
                        .map(difference -> shifted(event, difference))
                        .orElse(event))
                .toList();
    }

    private static HistoryEvent shifted(HistoryEvent event, ClockOffset offset) {
        return new HistoryEvent(
                event.at().minus(offset.ahead()),
                event.node(),
                event.kind(),
                event.subject(),
                event.state(),
                event.text(),
                event.fields());
    }
}
