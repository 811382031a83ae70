package io.vipagent.agent.probe;

import io.vipagent.agent.tls.ClientIdentity;
import io.vipagent.agent.tls.TlsFiles;
import io.vipagent.agent.tls.TlsMaterial;
import io.vipagent.core.health.CertificateTerm;
import io.vipagent.core.health.Outcome;
import io.vipagent.core.health.Outcome.Failed;
import io.vipagent.core.health.Outcome.Passed;
import io.vipagent.core.health.Phases;
import io.vipagent.core.health.ServerCertificate;
import io.vipagent.core.protocol.Classifier;
import io.vipagent.core.protocol.Credentials;
import io.vipagent.core.protocol.ResponseParser;
import io.vipagent.core.protocol.UnusableFile;
import io.vipagent.core.target.Endpoint;
import io.vipagent.core.target.ExpectedResponse;
import io.vipagent.core.target.Target;
import io.vipagent.core.target.TlsSettings;
import io.vipagent.platform.time.Deadline;
import io.vipagent.platform.time.Ticker;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * One GET, HTTP/1.1, plain or in TLS that is verified, all of it under one deadline: over a fresh connection, or over
 * the one that the last GET of the same endpoint has left open.
 */
public final class HttpGet implements AutoCloseable {
    private final Ticker ticker;
    private final Resolver resolver;
    private final TlsFiles files;
    private final Optional<IdleConnections> idle;

    /** Those that have refused the lean hello and taken the full one. */
    private final Set<Endpoint> demanding = ConcurrentHashMap.newKeySet();

    /** {@code warnings} hears, in one line, that TLS files on disk cannot be used and older ones stay in force. */
    public HttpGet(Ticker ticker, Consumer<String> warnings) {
        this(ticker, warnings, new Resolver());
    }

    HttpGet(Ticker ticker, Consumer<String> warnings, Resolver resolver) {
        this(ticker, warnings, resolver, Optional.empty());
    }

    private HttpGet(Ticker ticker, Consumer<String> warnings, Resolver resolver, Optional<IdleConnections> idle) {
        this.ticker = ticker;
        this.resolver = resolver;
        this.files = new TlsFiles(warnings);
        this.idle = idle;
    }

    /**
     * Returns the same, with connections that are kept from one question to the next: one for each endpoint, for a
     * minute, while the TLS files that it was opened with are in force.
     */
    public static HttpGet keepingAlive(Ticker ticker, Consumer<String> warnings) {
        return new HttpGet(ticker, warnings, new Resolver(), Optional.of(new IdleConnections()));
    }

    /** Closes what is kept, also what would be from now on. */
    @Override
    public void close() {
        idle.ifPresent(IdleConnections::close);
    }

    /** Returns what is wrong with the TLS files on disk, also while the last good ones are in force. */
    public Optional<String> fileProblem(TlsSettings tlsSettings) {
        try {
            files.of(tlsSettings);
            return files.problem(tlsSettings);
        } catch (UnusableFile e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** Returns until when our own certificate is valid, where one is set and can be read. */
    public Optional<CertificateTerm> clientCertificate(TlsSettings tlsSettings) {
        try {
            return files.of(tlsSettings).client().map(ClientIdentity::term);
        } catch (UnusableFile e) {
            return Optional.empty();
        }
    }

    /**
     * Asks once and feeds {@code parser} with the answer. Ends within {@code timeout} whatever the peer does, follows
     * no redirect, and reports every failure as an outcome. A server that refuses the lean hello gets the full one over
     * another connection, within the same {@code timeout}, and from then on over the first.
     */
    public Outcome get(Endpoint endpoint, ExpectedResponse expectedResponse, Duration timeout, ResponseParser parser) {
        Stopwatch stopwatch = new Stopwatch(ticker);
        Deadline deadline = Deadline.in(ticker, timeout);
        try {
            Exchange exchange = new Exchange(endpoint, handshake(endpoint), resolver, deadline, stopwatch, idle);
            Optional<Failed> failed = attempt(exchange, parser, expectedResponse, stopwatch);
            Optional<Handshake> handshake = exchange.handshake();
            Phases phases = stopwatch.stop();
            if (parser.status() == 0) {
                resolver.forget(endpoint.host());
            }
            if (handshake.filter(Handshake::demandsAll).isPresent()) {
                demanding.add(endpoint);
            }
            Optional<ServerCertificate> shown = handshake.flatMap(Handshake::shown);
            return failed.isPresent()
                    ? failed.get().measured(phases, shown)
                    : new Passed(parser.status(), phases, shown);
        } catch (UnusableFile | OutOfMemoryError e) {
            return Classifier.classify(stopwatch.current(), e);
        }
    }

    /** Begins to connect to {@code target}, and does not wait. */
    HttpConnection dial(Target target, ClientHello hello, Reactor reactor, HttpConnection.Listener listener)
            throws UnusableFile {
        TlsSettings tlsSettings = target.tlsSettings();
        TlsMaterial material = files.of(tlsSettings);
        return new ChannelConnection(
                target.endpoint(),
                new Handshake(tlsSettings, material, ticker.wall(), hello),
                () -> isInForce(tlsSettings, material),
                resolver,
                reactor,
                target.schedule().timeout(),
                listener);
    }

    private boolean isInForce(TlsSettings tlsSettings, TlsMaterial material) {
        try {
            return files.of(tlsSettings) == material;
        } catch (UnusableFile unusable) {
            return true;
        }
    }

    private Optional<Handshake> handshake(Endpoint endpoint) throws UnusableFile {
        if (endpoint.tlsSettings().isEmpty()) {
            return Optional.empty();
        }
        TlsSettings tlsSettings = endpoint.tlsSettings().get();
        ClientHello offer = demanding.contains(endpoint) ? ClientHello.FULL : ClientHello.LEAN;
        return Optional.of(new Handshake(tlsSettings, files.of(tlsSettings), ticker.wall(), offer));
    }

    private static Optional<Failed> attempt(
            Exchange exchange, ResponseParser parser, ExpectedResponse expectedResponse, Stopwatch stopwatch) {
        try {
            exchange.run(parser);
        } catch (Exception | OutOfMemoryError e) {
            // A bad status is the better reason, even where the rest of the answer never came.
            if (parser.status() == 0 || expectedResponse.statuses().contains(parser.status())) {
                return Optional.of(Classifier.classify(stopwatch.current(), e));
            }
        }
        return Classifier.judge(
                parser.status(),
                parser.body(),
                expectedResponse,
                exchange.handshake().map(Handshake::credentials).orElse(Credentials.NONE));
    }
}
