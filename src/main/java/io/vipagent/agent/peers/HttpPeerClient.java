package io.vipagent.agent.peers;

import io.vipagent.agent.probe.HttpGet;
import io.vipagent.core.health.Outcome.Failed;
import io.vipagent.core.health.Outcome.Late;
import io.vipagent.core.health.Outcome.Overdue;
import io.vipagent.core.health.Outcome.Passed;
import io.vipagent.core.health.Phases;
import io.vipagent.core.health.Reason;
import io.vipagent.core.protocol.ResponseParser;
import io.vipagent.core.status.PeerStatusReader;
import io.vipagent.core.status.UnreadableStatus;
import io.vipagent.core.target.ExpectedResponse;
import io.vipagent.core.vip.ClockOffset;
import io.vipagent.core.vip.Peer;
import io.vipagent.core.vip.PeerContact;
import io.vipagent.core.vip.PeerContact.Reached;
import io.vipagent.core.vip.PeerContact.Unreached;
import io.vipagent.core.vip.PeerStatus;
import io.vipagent.platform.time.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Asks peers for their status over HTTP, plain or in TLS. A status is read as it comes and never held as a whole. */
public final class HttpPeerClient implements PeerClient, AutoCloseable {
    /** The most bytes that an answer may have, head and body together. */
    static final int MAX_BYTES = 1024 * 1024;

    private static final ExpectedResponse ANY_STATUS_PAGE =
            new ExpectedResponse(Collections.unmodifiableSortedSet(new TreeSet<>(List.of(200))), Optional.empty());

    private final Ticker ticker;
    private final HttpGet http;

    /** {@code warnings} hears, in one line, that TLS files on disk cannot be used and older ones stay in force. */
    public HttpPeerClient(Ticker ticker, Consumer<String> warnings) {
        this(ticker, new HttpGet(ticker, warnings));
    }

    private HttpPeerClient(Ticker ticker, HttpGet http) {
        this.ticker = ticker;
        this.http = http;
    }

    /**
     * Returns the same for whoever asks again and again: a handshake in each second costs both sides four times what
     * they need.
     */
    public static HttpPeerClient keepingAlive(Ticker ticker, Consumer<String> warnings) {
        return new HttpPeerClient(ticker, HttpGet.keepingAlive(ticker, warnings));
    }

    /** Closes the connections that are kept. */
    @Override
    public void close() {
        http.close();
    }

    @Override
    public PeerContact ask(Peer peer, Duration timeout) {
        try (PeerStatusReader reader = new PeerStatusReader()) {
            ResponseParser parser = new ResponseParser(MAX_BYTES, reader::take);
            Instant asked = ticker.wall();
            return switch (http.get(peer.endpoint(), ANY_STATUS_PAGE, timeout, parser)) {
                case Failed failed -> new Unreached(failed.reason(), failed.detail());
                case Passed passed -> reached(reader, asked, passed.phases());
                case Late late -> reached(reader, asked, late.phases());
                case Overdue overdue -> new Unreached(Reason.RESPONSE_TIMEOUT, "no answer in time");
            };
        }
    }

    private static PeerContact reached(PeerStatusReader reader, Instant asked, Phases phases) {
        try {
            PeerStatus status = reader.end();
            return new Reached(status, status.time().map(time -> ClockOffset.of(asked, phases, time)));
        } catch (UnreadableStatus e) {
            return new Unreached(Reason.UNEXPECTED_RESPONSE, String.valueOf(e.getMessage()));
        }
    }
}
