package io.vipagent.agent.probe;

import io.vipagent.agent.probe.HttpConnection.Ending;
import io.vipagent.core.health.Asked;
import io.vipagent.core.health.LastAnswer;
import io.vipagent.core.health.Outcome;
import io.vipagent.core.health.Outcome.Failed;
import io.vipagent.core.health.Outcome.Late;
import io.vipagent.core.health.Outcome.Overdue;
import io.vipagent.core.health.Outcome.Passed;
import io.vipagent.core.health.Outcome.Proof;
import io.vipagent.core.health.Phase;
import io.vipagent.core.health.Phases;
import io.vipagent.core.health.Question;
import io.vipagent.core.health.Reason;
import io.vipagent.core.protocol.Classifier;
import io.vipagent.core.protocol.UnusableFile;
import io.vipagent.core.target.Target;
import io.vipagent.core.target.TargetRole;
import io.vipagent.platform.time.Ticker;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;

/**
 * Asks one target, again and again, and never blocks: it is run when it is due and told what happens on its
 * connections, all by one thread.
 *
 * <p>One connection is kept. Between two questions it is a tripwire: where the peer closes it, a fresh connection is
 * tried at once, and where that is refused the target is dead, without a second failure to prove it. Where it answers,
 * nothing has happened: an idle timeout, a graceful end, a proxy that was reloaded.
 *
 * <p>Where a fresh connection fails, or is not secured in time, the next questions are asked afresh as well until some
 * are answered in time: clients come over fresh ones, and an old one would go on for long where nobody can connect any
 * more, or the certificate is not to be trusted.
 *
 * <p>A question that is overdue goes on until the patience ends, and holds nothing up: the next one is asked afresh. So
 * a silence is proven by questions that have nothing in common, and one packet that was lost proves nothing. An answer
 * counts for its own question alone: a connection whose question was given up is ended.
 */
public final class TargetProber implements HttpConnection.Listener {
    /** A thread that is called so much later than it asked for did not run: that is not the target's time. */
    static final Duration MAX_DELAY = Duration.ofMillis(100);

    private final Target target;
    private final Ticker ticker;
    private final Sink sink;
    private final QuestionTimes times;
    private final TargetConnections connections;
    private final Tripwire tripwire;
    private final QuestionsUnderWay underWay;

    private long dueAt;
    private boolean closed;
    private boolean touched;

    /** Takes what became known. No method has a default: a sink in front of another would swallow what it forgets. */
    public interface Sink {
        /** Takes an outcome of the question {@code asked}. */
        void post(Asked asked, Outcome outcome);

        /** Takes that a question has waited for {@link OpenQuestion#MAX_QUICK}; told once of each. */
        void waits();

        /** Takes what a full question brought, before its outcome. */
        void heard(LastAnswer answer);
    }

    /** Asks first at {@code firstNanos}. */
    TargetProber(Target target, Ticker ticker, TargetConnections.Dialer dialer, Sink sink, long firstNanos) {
        this.target = target;
        this.ticker = ticker;
        this.sink = sink;
        this.times = new QuestionTimes(target, firstNanos);
        this.connections = new TargetConnections(dialer);
        this.tripwire = new Tripwire(firstNanos);
        this.underWay = new QuestionsUnderWay(firstNanos);
        this.dueAt = firstNanos;
    }

    /** Returns in how many nanoseconds it wants to be run; at once where something has happened on its connections. */
    public long dueIn(long nowNanos) {
        if (closed) {
            return Long.MAX_VALUE;
        }
        return touched ? 0 : Math.max(0, dueAt - nowNanos);
    }

    /** Does what is due. */
    public void run() {
        if (closed) {
            return;
        }
        long now = ticker.nanos();
        noticePause(now);
        touched = false;
        for (OpenQuestion each : underWay.snapshot()) {
            each.run(now);
            if (underWay.contains(each)) {
                watch(each, now);
            }
        }
        if (tripwire.takesRetry(now)) {
            askFreshInFull(now);
        }
        tick(now);
        dueAt = now + next(now);
    }

    /** Takes whether it is compared with others: then it is asked in full, at once and at each interval. */
    public void compare(boolean compares) {
        touched |= times.compare(compares, ticker.nanos(), !underWay.hasOverdue());
    }

    /**
     * Asks this target at its rate at rest while {@code rests}, that is, while all targets are well. A question that is
     * not answered within the interval, or an unexpected answer, ends the rest of this target at once, before the next
     * call.
     */
    public void rest(boolean rests) {
        touched |= times.rest(rests, ticker.nanos());
    }

    /** Asks in full at once, where nothing is under way. */
    public void look() {
        touched |= times.look(ticker.nanos(), underWay.isEmpty());
    }

    /** Ends: nothing more is told, and every connection ends. */
    public void close() {
        closed = true;
        underWay.abort();
        connections.end();
    }

    @Override
    public void answered(HttpConnection connection) {
        long now = ticker.nanos();
        noticePause(now);
        Optional<OpenQuestion> found = underWay.take(connection);
        connections.keep(connection);
        if (found.isEmpty()) {
            return;
        }
        OpenQuestion open = found.get();
        tripwire.answered();
        if (open.fresh) {
            times.freshAnswered(now, open.isInTime(now));
        }
        underWay.answered(open);
        Phases phases = open.stopwatch.stop();
        Optional<Failed> failed = open.judge();
        if (failed.isPresent()) {
            if (!open.fresh && target.role() == TargetRole.FRONTEND) {
                // A kept connection stays with the server that the proxy once chose for it; clients come afresh.
                times.askAfresh(now);
            }
            fail(open, failed.get().measured(phases, open.certificate()));
            return;
        }
        if (open.isInTime(now)) {
            if (open.asked.question() == Question.FULL) {
                times.passedInFull();
            }
            hear(open);
            if (underWay.isEmpty()) {
                times.relax();
            }
            post(open.asked, new Passed(open.parser.status(), phases, open.certificate()));
        } else {
            overdue(open);
            hear(open);
            post(open.asked, new Late(open.parser.status(), phases, open.certificate()));
        }
    }

    @Override
    public void failed(HttpConnection connection, Throwable error, Ending ending) {
        long now = ticker.nanos();
        noticePause(now);
        Optional<OpenQuestion> found = underWay.take(connection);
        connections.drop(connection);
        if (found.isEmpty()) {
            return;
        }
        OpenQuestion open = found.get();
        if (error instanceof ClientHelloRefused) {
            redial(open);
        } else if (ending == Ending.CLOSED && !open.fresh) {
            // It may have been closed before the question came: what it was asked is asked afresh.
            closedByPeer(now);
        } else {
            tripwire.freshEnded(now, ending);
            Failed failed = open.statusOrElse(error);
            Optional<HttpConnection> kept = connections.idle();
            if (failed.reason() == Reason.AGENT_ERROR && open.fresh && kept.isPresent()) {
                // Where this process cannot connect, such as without descriptors, the kept connection still tells.
                start(new OpenQuestion(target, open.asked, false, new Stopwatch(ticker, Phase.FIRST_BYTE), kept.get()));
                return;
            }
            boolean conclusive = tripwire.isConclusive(ending);
            if (failed.reason() != Reason.AGENT_ERROR) {
                times.freshFailed();
            }
            fail(
                    open,
                    failed.proving(conclusive ? Proof.CONCLUSIVE : proof(open, failed, ending))
                            .measured(open.stopwatch.stop(), open.certificate()));
        }
    }

    private static Proof proof(OpenQuestion open, Failed failed, Ending ending) {
        boolean closed = open.fresh && ending == Ending.CLOSED && failed.reason() == Reason.NETWORK;
        return closed ? Proof.CLOSED : failed.proof();
    }

    @Override
    public void closed(HttpConnection connection) {
        long now = ticker.nanos();
        noticePause(now);
        if (connections.drop(connection)) {
            closedByPeer(now);
        }
    }

    @Override
    public void unasked(HttpConnection connection) {
        if (connections.drop(connection)) {
            times.hurry(ticker.nanos());
            touched = true;
        }
    }

    /**
     * A thread that did not run when it was due knows nothing of that time: questions that wait get it back, and the
     * next is asked at once.
     */
    private void noticePause(long now) {
        touched = true;
        long delay = now - dueAt;
        if (delay <= MAX_DELAY.toNanos()) {
            return;
        }
        dueAt = now;
        times.paused(now);
        underWay.paused(now, delay);
    }

    private void tick(long now) {
        if (times.takesHeld(now, underWay.allOverdue(), underWay.hasOverdue())) {
            ask(now);
        }
        if (times.takesTick(now, underWay.allOverdue())) {
            ask(now);
        }
    }

    private void ask(long now) {
        Question question = times.question(now);
        ask(now, question, times.wantsFresh(now) ? Optional.empty() : connections.kept(question));
    }

    private void askFreshInFull(long now) {
        ask(now, Question.FULL, Optional.empty());
    }

    /** Asks over {@code over}, or over a fresh connection. */
    private void ask(long now, Question question, Optional<HttpConnection> over) {
        boolean fresh = over.isEmpty();
        Asked asked = new Asked(question, now, fresh);
        Optional<OpenQuestion> excess = underWay.excess();
        if (excess.isPresent()) {
            giveUp(excess.get());
        }
        Stopwatch stopwatch = fresh ? new Stopwatch(ticker) : new Stopwatch(ticker, Phase.FIRST_BYTE);
        times.asked(now, question, fresh);
        HttpConnection connection;
        try {
            connection = over.isPresent() ? over.get() : connections.dial(this);
        } catch (UnusableFile | RuntimeException | OutOfMemoryError e) {
            fail(asked, Classifier.classify(stopwatch.current(), e));
            return;
        }
        start(new OpenQuestion(target, asked, fresh, stopwatch, connection));
    }

    /** Asks the same question over a connection that begins with another hello. */
    private void redial(OpenQuestion open) {
        try {
            open.connection = connections.dialInFull(this);
            start(open);
        } catch (UnusableFile | RuntimeException e) {
            fail(open, Classifier.classify(open.stopwatch.current(), e));
        }
    }

    private void start(OpenQuestion open) {
        underWay.add(open);
        open.connection.ask(open.requestTarget(), open.parser, open.stopwatch);
        // A literal address needs no look-up: it may connect at once.
        open.run(ticker.nanos());
    }

    /** Looks whether a question that waits is overdue, or has waited long enough. */
    private void watch(OpenQuestion open, long now) {
        if (open.startsToWait(now) && !closed) {
            open.waits = true;
            sink.waits();
        }
        if (open.isLate(now) && !open.overdue) {
            Optional<Failed> known = open.badStatus();
            if (known.isPresent()) {
                giveUp(open);
                fail(open, known.get().measured(open.stopwatch.stop(), open.certificate()));
                return;
            }
            overdue(open);
        }
        if (open.isSilent(now)) {
            giveUp(open);
            if (!underWay.isOvertaken(open)) {
                Failed silent = Classifier.classify(open.stopwatch.current(), new SocketTimeoutException("patience"));
                fail(open, silent.proving(Proof.SILENCE).measured(open.stopwatch.stop(), open.certificate()));
            }
        }
    }

    private void giveUp(OpenQuestion open) {
        underWay.remove(open);
        open.connection.abort();
        connections.drop(open.connection);
    }

    private void overdue(OpenQuestion open) {
        if (!open.overdue) {
            open.overdue = true;
            long now = ticker.nanos();
            // Once it is secured its silence is the answer's, which an old connection waits for as well.
            if (open.fresh && open.connection.session().isEmpty()) {
                times.freshFailed();
            }
            times.hurry(now);
            if (open.asked.question() == Question.FULL) {
                times.overdueInFull(now);
            }
            post(open.asked, new Overdue(open.stopwatch.completed()));
        }
    }

    private void closedByPeer(long now) {
        times.hurry(now);
        if (tripwire.closed(now, underWay.hasFreshInTime()) && !closed) {
            askFreshInFull(now);
        }
    }

    private void fail(OpenQuestion open, Failed failed) {
        hear(open);
        fail(open.asked, failed);
    }

    /** The agent's own fault says nothing of the target. */
    private void fail(Asked asked, Failed failed) {
        times.hurry(ticker.nanos());
        if (asked.question() == Question.FULL && failed.reason() != Reason.AGENT_ERROR) {
            times.failedInFull();
        }
        post(asked, failed);
    }

    private void hear(OpenQuestion open) {
        if (open.asked.question() == Question.FULL && !closed) {
            sink.heard(new LastAnswer(open.parser.status(), open.connection.session()));
        }
    }

    private void post(Asked asked, Outcome outcome) {
        if (!closed) {
            sink.post(asked, outcome);
        }
    }

    private long next(long now) {
        long tick = Math.max(0, times.nextTick() - now);
        return Math.min(tick, Math.min(tripwire.dueIn(now), underWay.dueIn(now)));
    }
}
