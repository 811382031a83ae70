package io.vipagent.probe;

import io.vipagent.check.Endpoint;
import io.vipagent.check.Expectation;
import io.vipagent.check.Outcome;
import io.vipagent.check.Outcome.Failed;
import io.vipagent.check.Outcome.Passed;
import io.vipagent.check.PeerCertificate;
import io.vipagent.check.Phases;
import io.vipagent.check.Trust;
import io.vipagent.time.Deadline;
import io.vipagent.time.Ticker;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** One GET over a fresh connection, HTTP/1.1, plain or in TLS that is verified, all of it under one deadline. */
public final class HttpGet {
    private final Ticker ticker;
    private final Resolver resolver;
    private final TlsFiles files;

    /** Those that have refused the lean hello and taken the full one. */
    private final Set<Endpoint> demanding = ConcurrentHashMap.newKeySet();

    /** {@code warnings} hears, in one line, that TLS files on disk cannot be used and older ones stay in force. */
    public HttpGet(Ticker ticker, Consumer<String> warnings) {
        this(ticker, warnings, new Resolver());
    }

    HttpGet(Ticker ticker, Consumer<String> warnings, Resolver resolver) {
        this.ticker = ticker;
        this.resolver = resolver;
        this.files = new TlsFiles(warnings);
    }

    /** What is wrong with the TLS files on disk, also while the last good ones are in force. */
    public Optional<String> fileProblem(Trust trust) {
        try {
            files.of(trust);
            return files.problem(trust);
        } catch (TlsMaterial.Unusable e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Asks once and feeds {@code parser} with the answer. Ends within {@code timeout} whatever the peer does, follows no
     * redirect, and reports every failure as an outcome. A server that refuses the lean hello gets the full one over
     * another connection, within the same {@code timeout}, and from then on over the first.
     */
    public Outcome get(Endpoint endpoint, Expectation expectation, Duration timeout, ResponseParser parser) {
        Stopwatch stopwatch = new Stopwatch(ticker);
        Deadline deadline = Deadline.in(ticker, timeout);
        try {
            Optional<Handshake> handshake = handshake(endpoint);
            Exchange exchange = new Exchange(endpoint, handshake, resolver, deadline, stopwatch);
            Optional<Failed> failed = attempt(exchange, parser, expectation, stopwatch);
            Phases phases = stopwatch.stop();
            if (handshake.filter(Handshake::demandsAll).isPresent()) {
                demanding.add(endpoint);
            }
            Optional<PeerCertificate> shown = handshake.flatMap(Handshake::shown);
            return failed.isPresent()
                    ? failed.get().measured(phases, shown)
                    : new Passed(parser.status(), phases, shown);
        } catch (TlsMaterial.Unusable | OutOfMemoryError e) {
            return Classifier.classify(stopwatch.current(), e);
        }
    }

    private Optional<Handshake> handshake(Endpoint endpoint) throws TlsMaterial.Unusable {
        if (endpoint.trust().isEmpty()) {
            return Optional.empty();
        }
        Trust trust = endpoint.trust().get();
        Offer offer = demanding.contains(endpoint) ? Offer.FULL : Offer.LEAN;
        return Optional.of(new Handshake(trust, files.of(trust), offer));
    }

    private static Optional<Failed> attempt(
            Exchange exchange, ResponseParser parser, Expectation expectation, Stopwatch stopwatch) {
        try {
            exchange.run(parser);
        } catch (Exception | OutOfMemoryError e) {
            // A bad status is the better reason, even where the rest of the answer never came.
            if (parser.status() == 0 || expectation.statuses().contains(parser.status())) {
                return Optional.of(Classifier.classify(stopwatch.current(), e));
            }
        }
        return Classifier.judge(parser.status(), parser.body(), expectation);
    }
}
