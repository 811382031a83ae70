package io.vipagent.peers;

import io.vipagent.check.Expectation;
import io.vipagent.check.Outcome.Failed;
import io.vipagent.check.Outcome.Passed;
import io.vipagent.check.Phases;
import io.vipagent.check.Reason;
import io.vipagent.peers.Contact.Reached;
import io.vipagent.peers.Contact.Unreached;
import io.vipagent.probe.HttpGet;
import io.vipagent.probe.ResponseParser;
import io.vipagent.time.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Asks peers for their status over HTTP, plain or in TLS. A status is read as it comes and never held as a whole. */
public final class HttpInquiry implements Inquiry {
    /** The most bytes that an answer may have, head and body together. */
    static final int LIMIT = 1024 * 1024;

    private static final Expectation ANY_STATUS_PAGE =
            new Expectation(Collections.unmodifiableSortedSet(new TreeSet<>(List.of(200))), Optional.empty());

    private final Ticker ticker;
    private final HttpGet http;

    /** {@code warnings} hears, in one line, that TLS files on disk cannot be used and older ones stay in force. */
    public HttpInquiry(Ticker ticker, Consumer<String> warnings) {
        this.ticker = ticker;
        this.http = new HttpGet(ticker, warnings);
    }

    @Override
    public Contact ask(Peer peer, Duration timeout) {
        try (PeerStatusReader reader = new PeerStatusReader()) {
            ResponseParser parser = new ResponseParser(LIMIT, reader::take);
            Instant asked = ticker.wall();
            return switch (http.get(peer.endpoint(), ANY_STATUS_PAGE, timeout, parser)) {
                case Failed failed -> new Unreached(failed.reason(), failed.detail());
                case Passed passed -> reached(reader, asked, passed.phases());
            };
        }
    }

    private static Contact reached(PeerStatusReader reader, Instant asked, Phases phases) {
        try {
            PeerStatus status = reader.end();
            return new Reached(status, status.time().map(time -> ClockOffset.of(asked, phases, time)));
        } catch (Unreadable e) {
            return new Unreached(Reason.UNEXPECTED_RESPONSE, String.valueOf(e.getMessage()));
        }
    }
}
