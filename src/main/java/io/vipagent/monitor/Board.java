package io.vipagent.monitor;

import io.vipagent.check.Outcome;
import io.vipagent.check.Target;
import io.vipagent.time.Ticker;
import io.vipagent.verdict.Decision;
import io.vipagent.verdict.Rule;
import io.vipagent.verdict.Thresholds;
import io.vipagent.verdict.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What is known of every target and what follows from it. Each target has one writer, its loop; readers get immutable
 * snapshots and never wait for a writer.
 */
public final class Board {
    private final List<Target> targets;
    private final Rule rule;
    private final Ticker ticker;
    private final Maintenance maintenance;
    private final Observer observer;
    private final Map<String, Snapshot> snapshots = new ConcurrentHashMap<>();
    private final ReentrantLock deciding = new ReentrantLock();
    private volatile Decision settled = Decision.undecided();

    /** A board on which nothing is known yet. Names of {@code targets} are unique. */
    public Board(List<Target> targets, Rule rule, Ticker ticker, Maintenance maintenance, Observer observer) {
        this.targets = List.copyOf(targets);
        this.rule = rule;
        this.ticker = ticker;
        this.maintenance = maintenance;
        this.observer = observer;
        Instant now = ticker.wall();
        long nanos = ticker.nanos();
        targets.forEach(target -> snapshots.put(
                target.name(),
                new Snapshot(target, Verdict.unknown(), Optional.empty(), Optional.empty(), nanos, now, nanos)));
    }

    /** The targets, in the order of the configuration. */
    public List<Target> targets() {
        return targets;
    }

    /** Takes an outcome of {@code target}. Called by that target's loop alone. */
    public void post(Target target, Outcome outcome) {
        Snapshot before = snapshot(target.name());
        long nanos = ticker.nanos();
        Verdict verdict = before.verdict().after(outcome, Thresholds.of(target.cadence()));
        boolean turned = verdict.getClass() != before.verdict().getClass();
        Snapshot after = new Snapshot(
                target,
                verdict,
                Optional.of(outcome),
                outcome.certificate().or(before::certificate),
                nanos,
                turned ? ticker.wall() : before.since(),
                turned ? nanos : before.sinceNanos());
        snapshots.put(target.name(), after);
        observer.probed(target, outcome);
        if (turned) {
            observer.turned(before, after, Duration.ofNanos(nanos - before.sinceNanos()));
        }
        decide();
    }

    /** Takes the decision anew. Also called on a timer, since a verdict may go stale without any outcome. */
    public void decide() {
        deciding.lock();
        try {
            Decision before = settled;
            Decision after = view().decision();
            settled = after;
            if (!after.sameKind(before)) {
                observer.decided(before, after);
            }
        } finally {
            deciding.unlock();
        }
    }

    /** What is known at this moment. */
    public View view() {
        List<Snapshot> current =
                targets.stream().map(target -> snapshot(target.name())).toList();
        // Read last, so that nothing is younger than this moment.
        long now = ticker.nanos();
        Optional<String> drained = maintenance.reason();
        Decision decision = rule.decide(
                current.stream().map(snapshot -> snapshot.standing(now)).toList(), drained, settled);
        return new View(now, current, drained, decision);
    }

    /** Drains this node and decides anew. */
    public void drain(String reason) {
        maintenance.drain(reason);
        decide();
    }

    /** Ends a drain and decides anew. */
    public void resume() {
        maintenance.resume();
        decide();
    }

    /** What is known of one target. */
    public Snapshot snapshot(String name) {
        Snapshot snapshot = snapshots.get(name);
        if (snapshot == null) {
            throw new IllegalArgumentException("no target " + name);
        }
        return snapshot;
    }
}
