package io.vipagent.agent.probe;

import io.vipagent.core.health.Asked;
import io.vipagent.core.health.Outcome.Failed;
import io.vipagent.core.health.Question;
import io.vipagent.core.health.ServerCertificate;
import io.vipagent.core.protocol.Classifier;
import io.vipagent.core.protocol.ResponseParser;
import io.vipagent.core.target.Target;
import java.time.Duration;
import java.util.Optional;

/** One question that is under way: what it waits for, and what its answer says so far. {@link TargetProber}'s own. */
final class OpenQuestion {
    /** A question that waits for longer is no usual one, and the others are looked at while it waits. */
    static final Duration MAX_QUICK = Duration.ofMillis(100);

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

    /** Returns whether it has waited for {@link #MAX_QUICK}, which is told once. */
    boolean startsToWait(long now) {
        return !waits && now - began >= MAX_QUICK.toNanos();
    }

    /** Returns whether an answer that comes now is in time. */
    boolean isInTime(long now) {
        return !overdue && now - began <= timeout();
    }

    /** Returns whether its timeout has come. */
    boolean isLate(long now) {
        return now - began >= timeout();
    }

    /** Returns whether its patience has ended. */
    boolean isSilent(long now) {
        return now - began >= patience();
    }

    /** Returns in how many nanoseconds there is something to do for it, or for its connection. */
    long dueIn(long now) {
        long next = Math.max(0, began + nextLimit() - now);
        return connectionIsDue ? Math.min(next, Math.max(0, connectionDueAt - now)) : next;
    }

    private long nextLimit() {
        if (overdue) {
            return patience();
        }
        return waits ? timeout() : Math.min(timeout(), MAX_QUICK.toNanos());
    }

    private long timeout() {
        return target.schedule().timeout().toNanos();
    }

    private long patience() {
        return target.schedule().patience().toNanos();
    }

    /** Returns what is asked for: the target's own path, or that of its ping. */
    String requestTarget() {
        return asked.question() == Question.FULL
                ? target.requestTarget()
                : target.ping().orElseGet(target::requestTarget);
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
