package io.vipagent.probe;

import io.vipagent.check.Expectation;
import io.vipagent.check.Outcome;
import io.vipagent.check.Outcome.Failed;
import io.vipagent.check.Outcome.Passed;
import io.vipagent.check.Phases;
import io.vipagent.check.Target;
import io.vipagent.check.Trust;
import io.vipagent.time.Deadline;
import io.vipagent.time.Ticker;
import java.util.Optional;
import java.util.function.Consumer;

/** Probes over HTTPS: a fresh connection, TLS verified, HTTP/1.1, one GET, all of it under one deadline. */
public final class HttpsProbe implements Probe {
    private final Ticker ticker;
    private final Resolver resolver;
    private final TlsFiles files;

    /** {@code warnings} hears, in one line, that TLS files on disk cannot be used and older ones stay in force. */
    public HttpsProbe(Ticker ticker, Consumer<String> warnings) {
        this(ticker, warnings, new Resolver());
    }

    HttpsProbe(Ticker ticker, Consumer<String> warnings, Resolver resolver) {
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

    @Override
    public Outcome probe(Target target) {
        Stopwatch stopwatch = new Stopwatch(ticker);
        Deadline deadline = Deadline.in(ticker, target.cadence().timeout());
        try {
            TlsMaterial material = files.of(target.trust());
            RecordingVerifier verifier = new RecordingVerifier(material.verifier());
            ResponseParser parser = new ResponseParser();
            Exchange exchange = new Exchange(target, material, resolver, deadline, stopwatch, verifier);
            Optional<Failed> failed = attempt(exchange, parser, target.expectation(), stopwatch);
            Phases phases = stopwatch.stop();
            return failed.isPresent()
                    ? failed.get().measured(phases, verifier.shown())
                    : new Passed(parser.status(), phases, verifier.shown());
        } catch (TlsMaterial.Unusable | OutOfMemoryError e) {
            return Classifier.classify(stopwatch.current(), e);
        }
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
