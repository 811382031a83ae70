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
import io.vipagent.core.target.ProbeSchedule;
import io.vipagent.core.target.Target;
import io.vipagent.platform.time.Ticker;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Asks one target, again and again, and never blocks: it is run when it is due and told what happens on its
 * connections, all by one thread.
 *
 * <p>One connection is kept. Between two questions it is a tripwire: where the peer closes it, a fresh connection is
 * tried at once, and where that is refused the target is dead, without a second failure to prove it. Where it answers,
 * nothing has happened: an idle timeout, a graceful end, a proxy that was reloaded.
 *
 * <p>Where a fresh connection fails, or is not secured in time, the next questions are asked afresh as well until one
 * is answered: clients come over fresh ones, and an old one would go on for long where nobody can connect any more, or
 * the certificate is not to be trusted.
 *
 * <p>A question that is overdue goes on until the patience ends, and holds nothing up: the next one is asked afresh. So
 * a silence is proven by questions that have nothing in common, and one packet that was lost proves nothing. An answer
 * counts for its own question alone: a connection whose question was given up is ended.
 */
public final class TargetProber implements HttpConnection.Listener {
    /** How many questions may wait: each costs the peer, which is in trouble, a connection. */
    static final int MAX_WAITING = 8;

    /**
     * From one fresh question because of a closed connection to the next: a peer may close each one that it has
     * answered.
     */
    static final Duration MIN_CONFIRM_INTERVAL = Duration.ofSeconds(1);

    /** A process that dies may reset connections a moment before it refuses them. */
    static final Duration RETRY_DELAY = Duration.ofMillis(5);

    private static final int MAX_RETRIES = 2;

    /** A thread that is called so much later than it asked for did not run: that is not the target's time. */
    static final Duration MAX_DELAY = Duration.ofMillis(100);

    /** A question that waits for longer is no usual one, and the others are looked at while it waits. */
    static final Duration MAX_QUICK = Duration.ofMillis(100);

    private final Target target;
    private final Ticker ticker;
    private final Dialer dialer;
    private final Sink sink;
    private final QuestionTimes times;
    private final long timeout;
    private final long patience;
    private final List<OpenQuestion> underWay = new ArrayList<>();

    private @Nullable HttpConnection kept;
    private long dueAt;
    private long nextConfirm;
    private Optional<Long> retryAt = Optional.empty();
    private int retries;
    private boolean keptWasClosed;
    private long lastAnswered;
    private long lastFullAnswered;
    private boolean fullHello;
    private boolean closed;
    private boolean touched;

    /** Opens connections to the target. */
    @FunctionalInterface
    interface Dialer {
        /** Begins to connect, and does not wait. */
        HttpConnection dial(ClientHello hello, HttpConnection.Listener listener) throws UnusableFile;
    }

    /** Takes what became known. No method has a default: a sink in front of another would swallow what it forgets. */
    public interface Sink {
        /** Takes an outcome of the question {@code asked}. */
        void post(Asked asked, Outcome outcome);

        /** Takes that a question has waited for {@link #MAX_QUICK}; told once of each. */
        void waits();

        /** Takes what a full question brought, before its outcome. */
        void heard(LastAnswer answer);
    }

    /** Asks first at {@code firstNanos}. */
    TargetProber(Target target, Ticker ticker, Dialer dialer, Sink sink, long firstNanos) {
        this.target = target;
        this.ticker = ticker;
        this.dialer = dialer;
        this.sink = sink;
        this.times = new QuestionTimes(target, firstNanos);
        ProbeSchedule schedule = target.schedule();
        this.timeout = schedule.timeout().toNanos();
        this.patience = schedule.patience().toNanos();
        this.dueAt = firstNanos;
        this.nextConfirm = firstNanos;
        this.lastAnswered = firstNanos - 1;
        this.lastFullAnswered = firstNanos - 1;
    }

    /** In how many nanoseconds it wants to be run; at once where something has happened on its connections. */
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
        for (OpenQuestion each : List.copyOf(underWay)) {
            each.run(now);
            if (underWay.contains(each)) {
                watch(each, now);
            }
        }
        if (retryAt.isPresent() && now - retryAt.get() >= 0) {
            retryAt = Optional.empty();
            askFreshInFull(now);
        }
        tick(now);
        dueAt = now + next(now);
    }

    /** Whether to compare it with others: it is asked in full, at once and at each interval. */
    public void compare(boolean compares) {
        boolean isWell = underWay.stream().noneMatch(each -> each.overdue);
        touched |= times.compare(compares, ticker.nanos(), isWell);
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
        underWay.forEach(each -> each.connection.abort());
        underWay.clear();
        if (kept != null) {
            kept.end();
            kept = null;
        }
    }

    @Override
    public void answered(HttpConnection connection) {
        long now = ticker.nanos();
        noticePause(now);
        Optional<OpenQuestion> found = take(connection);
        keep(connection);
        if (found.isEmpty()) {
            return;
        }
        OpenQuestion open = found.get();
        boolean full = open.asked.question() == Question.FULL;
        keptWasClosed = false;
        retries = 0;
        if (open.fresh) {
            times.freshAnswered();
        }
        lastAnswered = later(lastAnswered, open.asked.nanos());
        lastFullAnswered = full ? later(lastFullAnswered, open.asked.nanos()) : lastFullAnswered;
        fullHello = fullHello || connection.demandsAll();
        Phases phases = open.stopwatch.stop();
        Optional<Failed> failed = open.judge();
        if (failed.isPresent()) {
            fail(open, failed.get().measured(phases, open.certificate()));
            return;
        }
        if (!open.overdue && now - open.began <= timeout) {
            if (full) {
                times.passedInFull();
            }
            hear(open);
            if (underWay.isEmpty()) {
                times.relax();
            }
            post(open, new Passed(open.parser.status(), phases, open.certificate()));
        } else {
            overdue(open);
            hear(open);
            post(open, new Late(open.parser.status(), phases, open.certificate()));
        }
    }

    @Override
    public void failed(HttpConnection connection, Throwable error, Ending ending) {
        long now = ticker.nanos();
        noticePause(now);
        Optional<OpenQuestion> found = take(connection);
        if (kept == connection) {
            kept = null;
        }
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
            if (ending == Ending.CLOSED && keptWasClosed && retries < MAX_RETRIES) {
                retries++;
                retryAt = Optional.of(now + RETRY_DELAY.toNanos());
            }
            Failed failed = open.statusOrElse(error);
            if (failed.reason() == Reason.AGENT_ERROR && open.fresh && kept != null && kept.idle()) {
                // Where this process cannot connect, such as without descriptors, the kept connection still tells.
                start(new OpenQuestion(target, open.asked, false, new Stopwatch(ticker, Phase.FIRST_BYTE), kept));
                return;
            }
            boolean conclusive = keptWasClosed && ending == Ending.REFUSED;
            if (failed.reason() != Reason.AGENT_ERROR) {
                times.freshFailed();
            }
            fail(
                    open,
                    failed.proving(conclusive ? Proof.CONCLUSIVE : failed.proof())
                            .measured(open.stopwatch.stop(), open.certificate()));
        }
    }

    @Override
    public void closed(HttpConnection connection) {
        long now = ticker.nanos();
        noticePause(now);
        if (kept == connection) {
            kept = null;
            closedByPeer(now);
        }
    }

    @Override
    public void unasked(HttpConnection connection) {
        if (kept == connection) {
            kept = null;
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
        for (OpenQuestion each : underWay) {
            each.began = each.overdue ? each.began + delay : now;
        }
    }

    private void tick(long now) {
        boolean isOverdue = underWay.stream().anyMatch(each -> each.overdue);
        if (times.takesHeld(now, isFree(), isOverdue)) {
            ask(now);
        }
        if (times.takesTick(now, isFree())) {
            ask(now);
        }
    }

    /** Returns whether no question is under way that may still be answered in time. */
    private boolean isFree() {
        return underWay.stream().allMatch(each -> each.overdue);
    }

    /**
     * Gives up the second oldest question where too many wait. The oldest one stays until its patience ends: it is the
     * proof of a silence.
     */
    private void makeRoom() {
        if (underWay.size() >= MAX_WAITING) {
            giveUp(underWay.get(1));
        }
    }

    private void ask(long now) {
        Question question = times.question(now);
        boolean full = question == Question.FULL;
        Optional<HttpConnection> over = Optional.ofNullable(kept)
                .filter(connection -> !times.wantsFresh(now) && connection.idle() && (!full || connection.current()));
        ask(now, question, over);
    }

    private void askFreshInFull(long now) {
        ask(now, Question.FULL, Optional.empty());
    }

    /** Asks over {@code over}, or over a fresh connection. */
    private void ask(long now, Question question, Optional<HttpConnection> over) {
        boolean fresh = over.isEmpty();
        Asked asked = new Asked(question, now, fresh);
        makeRoom();
        Stopwatch stopwatch = fresh ? new Stopwatch(ticker) : new Stopwatch(ticker, Phase.FIRST_BYTE);
        times.asked(now, question, fresh);
        HttpConnection connection;
        try {
            connection = over.isPresent() ? over.get() : dial();
        } catch (UnusableFile | RuntimeException | OutOfMemoryError e) {
            fail(asked, Classifier.classify(stopwatch.current(), e));
            return;
        }
        start(new OpenQuestion(target, asked, fresh, stopwatch, connection));
    }

    private HttpConnection dial() throws UnusableFile {
        return dialer.dial(fullHello ? ClientHello.FULL : ClientHello.LEAN, this);
    }

    /** Asks the same question over a connection that begins with another hello. */
    private void redial(OpenQuestion open) {
        try {
            open.connection = dialer.dial(ClientHello.FULL, this);
            start(open);
        } catch (UnusableFile | RuntimeException e) {
            fail(open, Classifier.classify(open.stopwatch.current(), e));
        }
    }

    private void start(OpenQuestion open) {
        underWay.add(open);
        String path = open.asked.question() == Question.FULL
                ? target.requestTarget()
                : target.ping().orElseGet(target::requestTarget);
        open.connection.ask(path, open.parser, open.stopwatch);
        // A literal address needs no look-up: it may connect at once.
        open.run(ticker.nanos());
    }

    /** Looks whether a question that waits is overdue, or has waited long enough. */
    private void watch(OpenQuestion open, long now) {
        long waited = now - open.began;
        if (waited >= MAX_QUICK.toNanos() && !open.waits && !closed) {
            open.waits = true;
            sink.waits();
        }
        if (waited >= timeout && !open.overdue) {
            Optional<Failed> known = open.badStatus();
            if (known.isPresent()) {
                giveUp(open);
                fail(open, known.get().measured(open.stopwatch.stop(), open.certificate()));
                return;
            }
            overdue(open);
        }
        if (waited >= patience) {
            giveUp(open);
            boolean overtaken = open.asked.question() == Question.FULL
                    ? lastFullAnswered - open.asked.nanos() > 0
                    : lastAnswered - open.asked.nanos() > 0;
            if (!overtaken) {
                Failed silent = Classifier.classify(open.stopwatch.current(), new SocketTimeoutException("patience"));
                fail(open, silent.proving(Proof.SILENCE).measured(open.stopwatch.stop(), open.certificate()));
            }
        }
    }

    private void giveUp(OpenQuestion open) {
        underWay.remove(open);
        open.connection.abort();
        if (kept == open.connection) {
            kept = null;
        }
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
            post(open, new Overdue(open.stopwatch.completed()));
        }
    }

    private void closedByPeer(long now) {
        keptWasClosed = true;
        times.hurry(now);
        boolean freshIsUnderWay = underWay.stream().anyMatch(each -> each.fresh && !each.overdue);
        if (!freshIsUnderWay && now - nextConfirm >= 0 && !closed) {
            nextConfirm = now + MIN_CONFIRM_INTERVAL.toNanos();
            askFreshInFull(now);
        }
    }

    /** Keeps the connection that answered last, and ends the one before. */
    private void keep(HttpConnection connection) {
        HttpConnection before = kept;
        if (connection.idle() && !closed) {
            kept = connection;
        } else if (before == connection) {
            kept = null;
        }
        if (before != null && before != kept && before.idle()) {
            before.end();
        }
    }

    private Optional<OpenQuestion> take(HttpConnection connection) {
        Optional<OpenQuestion> found =
                underWay.stream().filter(each -> each.connection == connection).findFirst();
        found.ifPresent(underWay::remove);
        return found;
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

    private void post(OpenQuestion open, Outcome outcome) {
        post(open.asked, outcome);
    }

    private void post(Asked asked, Outcome outcome) {
        if (!closed) {
            sink.post(asked, outcome);
        }
    }

    private long next(long now) {
        long next = Math.max(0, times.nextTick() - now);
        if (retryAt.isPresent()) {
            next = Math.min(next, Math.max(0, retryAt.get() - now));
        }
        for (OpenQuestion each : underWay) {
            long limit = each.began + limit(each);
            next = Math.min(next, Math.max(0, limit - now));
            if (each.connectionIsDue) {
                next = Math.min(next, Math.max(0, each.connectionDueAt - now));
            }
        }
        return next;
    }

    /** Returns how long after its beginning there is something to do for a question. */
    private long limit(OpenQuestion open) {
        if (open.overdue) {
            return patience;
        }
        return open.waits ? timeout : Math.min(timeout, MAX_QUICK.toNanos());
    }

    private static long later(long one, long other) {
        return one - other >= 0 ? one : other;
    }
}
