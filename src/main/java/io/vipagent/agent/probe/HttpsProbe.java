package io.vipagent.agent.probe;

import io.vipagent.core.health.Asked;
import io.vipagent.core.health.CertificateTerm;
import io.vipagent.core.health.LastAnswer;
import io.vipagent.core.health.Outcome;
import io.vipagent.core.protocol.ResponseParser;
import io.vipagent.core.target.Target;
import io.vipagent.core.target.TlsSettings;
import io.vipagent.platform.time.Ticker;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Probes over HTTPS: a fresh connection, TLS verified, HTTP/1.1, one GET, all of it under one deadline. */
public final class HttpsProbe {
    private final HttpGet http;
    private final Map<String, LastAnswer> answers = new ConcurrentHashMap<>();

    /** {@code warnings} hears, in one line, that TLS files on disk cannot be used and older ones stay in force. */
    public HttpsProbe(Ticker ticker, Consumer<String> warnings) {
        this(ticker, warnings, new Resolver());
    }

    HttpsProbe(Ticker ticker, Consumer<String> warnings, Resolver resolver) {
        this.http = new HttpGet(ticker, warnings, resolver);
    }

    /** Returns what is wrong with the TLS files on disk, also while the last good ones are in force. */
    public Optional<String> fileProblem(TlsSettings tlsSettings) {
        return http.fileProblem(tlsSettings);
    }

    /** Returns until when our own certificate is valid, where one is set and can be read. */
    public Optional<CertificateTerm> clientCertificate(TlsSettings tlsSettings) {
        return http.clientCertificate(tlsSettings);
    }

    /**
     * A probe and what else the answer said.
     *
     * @param date when the peer says that it answered, to the second and rounded down
     */
    public record Dated(Outcome outcome, Optional<Instant> date) {}

    /** Probes once, and keeps the date of the answer. */
    public Dated dated(Target target) {
        ResponseParser parser = new ResponseParser();
        Outcome outcome = http.get(
                target.endpoint(), target.expectedResponse(), target.schedule().timeout(), parser);
        return new Dated(outcome, parser.date());
    }

    /**
     * Asks {@code target} again and again, over connections that {@code reactor} waits on.
     *
     * @param firstNanos when it is asked first, monotonic
     */
    public TargetProber prober(Target target, Reactor reactor, TargetProber.Sink sink, long firstNanos) {
        return new TargetProber(
                target,
                reactor.ticker(),
                (hello, listener) -> http.dial(target, hello, reactor, listener),
                new Remembering(target, sink),
                firstNanos);
    }

    /** Returns what {@code target} answered last to a prober. */
    public LastAnswer lastAnswer(Target target) {
        return answers.getOrDefault(target.name(), LastAnswer.NONE);
    }

    /** Forgets what {@code target}, which is no longer probed, answered. */
    public void forget(Target target) {
        answers.remove(target.name());
    }

    /** Keeps what was answered, for those who read it later than the outcome comes. */
    private final class Remembering implements TargetProber.Sink {
        private final Target target;
        private final TargetProber.Sink sink;

        Remembering(Target target, TargetProber.Sink sink) {
            this.target = target;
            this.sink = sink;
        }

        @Override
        public void heard(LastAnswer answer) {
            answers.merge(target.name(), answer, (before, now) -> now.after(before));
            sink.heard(answer);
        }

        @Override
        public void post(Asked asked, Outcome outcome) {
            sink.post(asked, outcome);
        }

        @Override
        public void waits() {
            sink.waits();
        }
    }

    /** Probes once. Ends by the target's timeout whatever the peer does, and reports every failure as an outcome. */
    public Outcome probe(Target target) {
        return http.get(
                target.endpoint(), target.expectedResponse(), target.schedule().timeout(), new ResponseParser());
    }
}
