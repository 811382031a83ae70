package io.vipagent.agent.probe;

import io.vipagent.core.health.Asked;
import io.vipagent.core.health.Outcome.Failed;
import io.vipagent.core.health.Question;
import io.vipagent.core.health.ServerCertificate;
import io.vipagent.core.protocol.Classifier;
import io.vipagent.core.protocol.ResponseParser;
import io.vipagent.core.target.Target;
import java.util.Optional;

/** One question that is under way: what it waits for, and what its answer says so far. {@link TargetProber}'s own. */
final class OpenQuestion {
    final Asked asked;
    final boolean fresh;
    final Stopwatch stopwatch;
    final ResponseParser parser = new ResponseParser();
    private final Target target;

    HttpConnection connection;

    /** When its connection has to be run again. */
    long connectionDueAt;

    boolean connectionIsDue;

    /** When its time began; moved where this process did not run. */
    long began;

    boolean overdue;

    /** Set once it has waited for so long that it was told. */
    boolean waits;

    /** Begins with {@code asked}. {@code fresh} says whether {@code connection} was opened for it. */
    OpenQuestion(Target target, Asked asked, boolean fresh, Stopwatch stopwatch, HttpConnection connection) {
        this.target = target;
        this.asked = asked;
        this.fresh = fresh;
        this.stopwatch = stopwatch;
        this.connection = connection;
        this.began = asked.nanos();
    }

    /** Runs its connection, and keeps when that has to be done again. */
    void run(long now) {
        long next = connection.run(now);
        connectionIsDue = next != Long.MAX_VALUE;
        connectionDueAt = connectionIsDue ? now + next : now;
    }

    /** Judges a whole answer; empty where it is as expected. */
    Optional<Failed> judge() {
        return asked.question() == Question.FULL
                ? Classifier.judge(parser.status(), parser.body(), target.expectedResponse(), connection.credentials())
                : Classifier.judgePing(parser.status());
    }

    /** A status that does not pass is known with the headers; that the rest never comes says less. */
    Optional<Failed> badStatus() {
        int status = parser.status();
        boolean bad = status != 0
                && (asked.question() == Question.FULL
                        ? !target.expectedResponse().statuses().contains(status)
                        : status >= 500);
        return bad ? judge() : Optional.empty();
    }

    /** Returns what a bad status says where it is known, else what {@code error} says. */
    Failed statusOrElse(Throwable error) {
        return badStatus().orElseGet(() -> Classifier.classify(stopwatch.current(), error));
    }

    /** Returns the server's certificate, where this question made the handshake. */
    Optional<ServerCertificate> certificate() {
        return fresh ? connection.certificate() : Optional.empty();
    }
}
