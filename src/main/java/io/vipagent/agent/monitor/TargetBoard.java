package io.vipagent.agent.monitor;

import io.vipagent.core.health.Asked;
import io.vipagent.core.health.Decision;
import io.vipagent.core.health.Health;
import io.vipagent.core.health.HealthSnapshot;
import io.vipagent.core.health.Outcome;
import io.vipagent.core.health.Outcome.Failed;
import io.vipagent.core.health.Outcome.Late;
import io.vipagent.core.health.Outcome.Overdue;
import io.vipagent.core.health.Outcome.Passed;
import io.vipagent.core.health.Outcome.Proof;
import io.vipagent.core.health.TargetSnapshot;
import io.vipagent.core.target.Target;
import io.vipagent.core.target.TargetRole;
import io.vipagent.platform.time.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * What is known of every target and what follows from it. Each target has one writer, its loop; readers get immutable
 * snapshots and never wait for a writer.
 */
public final class TargetBoard {
    /** Targets are compared for this long: whatever is wrong for longer was compared often enough, and each costs. */
    static final Duration COMPARISON = Duration.ofSeconds(15);

    private final Ticker ticker;
    private final Maintenance maintenance;
    private final HealthListener observer;
    private final Bootstrap bootstrap;
    private final RunningTime running;
    private final Map<String, TargetSnapshot> snapshots = new ConcurrentHashMap<>();
    private final ReentrantLock deciding = new ReentrantLock();
    private final Announcements announcements;
    private final ProbeRate rate;
    private final RegularAsking asking = new RegularAsking();
    private volatile MonitoringPlan plan;
    private volatile Decision settled = Decision.undecided();
    /** The last decision that was made with knowledge. */
    private volatile Decision known;

    private volatile Consumer<HealthSnapshot> judgements = view -> {};

    /**
     * Creates a board on which nothing is known yet.
     *
     * @param bootstrapGrace how long this node may hold the VIP before any apiserver has served; zero: never
     */
    public TargetBoard(
            MonitoringPlan plan,
            Duration bootstrapGrace,
            Ticker ticker,
            Maintenance maintenance,
            HealthListener observer) {
        this(plan, bootstrapGrace, ticker, maintenance, observer, RunningTime.ALWAYS, Decision.undecided());
    }

    /**
     * Creates the same in a process that may be paused, and that may not be the first one.
     *
     * @param before what the agent before this one decided last, as far as that is known: what it held is held on
     */
    public TargetBoard(
            MonitoringPlan plan,
            Duration bootstrapGrace,
            Ticker ticker,
            Maintenance maintenance,
            HealthListener observer,
            RunningTime running,
            Decision before) {
        this.plan = plan;
        this.ticker = ticker;
        this.maintenance = maintenance;
        this.observer = observer;
        this.running = running;
        this.known = before;
        this.bootstrap = new Bootstrap(ticker.nanos(), bootstrapGrace);
        this.announcements = new Announcements(observer);
        this.rate = new ProbeRate(ticker.nanos());
        plan.targets().forEach(target -> snapshots.put(target.name(), unknown(target)));
    }

    /** Returns the targets, in the order of the configuration. */
    public List<Target> targets() {
        return plan.targets();
    }

    /**
     * Takes another plan. What is known of a target stays where its role and URL do: another schedule or certificate
     * makes no verdict untrue.
     */
    public void replace(MonitoringPlan next) {
        deciding.lock();
        try {
            next.targets()
                    .forEach(target -> snapshots.merge(
                            target.name(),
                            unknown(target),
                            (known, fresh) -> known.isOf(target) ? known.as(target) : fresh));
            plan = next;
            snapshots.keySet().removeIf(name -> next.target(name).isEmpty());
        } finally {
            deciding.unlock();
        }
        observer.follows(next.targets());
        decide();
    }

    /**
     * Takes what is known of a question that {@code target} was asked. Called by that target's loop alone; one that is
     * no longer probed is ignored.
     */
    public void post(Target target, Asked asked, Outcome outcome) {
        TargetSnapshot before = snapshots.get(target.name());
        if (before == null || !before.target().equals(target)) {
            return;
        }
        if (missed(asked, outcome)) {
            return;
        }
        long nanos = ticker.nanos();
        TargetSnapshot after = before.after(asked, outcome, nanos, ticker.wall());
        boolean turned = after.verdict().getClass() != before.verdict().getClass();
        if (!snapshots.replace(target.name(), before, after)) {
            return;
        }
        observer.probed(target, asked, outcome);
        if (turned) {
            observer.turned(before, after, Duration.ofNanos(nanos - before.sinceNanos()));
        }
        decide();
    }

    /**
     * Returns whether an answer may have come while this process did not run, and nobody was there to hear it in time.
     */
    private boolean missed(Asked asked, Outcome outcome) {
        boolean unheard = switch (outcome) {
            case Passed passed -> false;
            case Late late -> false;
            case Overdue overdue -> true;
            case Failed failed -> failed.proof() == Proof.SILENCE;
        };
        return unheard && running.pausedSince(asked.nanos()) > 0;
    }

    /**
     * From now on {@code listener} hears whether targets are compared, which is when one that decides, or this node's
     * own apiserver, has not been well for less than {@link #COMPARISON}, or is unwell in another way for less than
     * that; and whether all is well, so that they may rest.
     */
    public void onComparing(Comparing listener) {
        deciding.lock();
        try {
            rate.onComparing(listener);
        } finally {
            deciding.unlock();
        }
    }

    /**
     * From now on {@code listener} hears of everything that is known, each time it was judged: under no lock, by any
     * thread, so perhaps two at once and a moment late. It must not block.
     */
    public void onSnapshot(Consumer<HealthSnapshot> listener) {
        judgements = listener;
    }

    /**
     * Takes that {@code target} has not answered a question as quickly as it should. Where it is one that decides, all
     * are looked at while it is not known yet what that means: what all of them share may be over soon.
     */
    public void waits(Target target) {
        if (!rate.compares() && decides(target.role())) {
            rate.waits(ticker.nanos());
        }
    }

    private boolean decides(TargetRole role) {
        return role == TargetRole.LOCAL || plan.rule().policy().asks(role);
    }

    private boolean isInTrouble(HealthSnapshot view) {
        return view.snapshots().stream()
                .filter(snapshot -> decides(snapshot.target().role()))
                .anyMatch(snapshot -> isInTrouble(snapshot, view.nanos() - COMPARISON.toNanos()));
    }

    /** Returns whether trouble began after {@code nanos}, or changed to a wrong answer or another verdict since. */
    private static boolean isInTrouble(TargetSnapshot snapshot, long nanos) {
        OptionalLong trouble = snapshot.history().troubleNanos();
        OptionalLong failure = snapshot.history().failureNanos();
        return trouble.isPresent()
                && (trouble.getAsLong() - nanos > 0
                        || failure.isPresent() && failure.getAsLong() - nanos > 0
                        || snapshot.sinceNanos() - nanos > 0);
    }

    /** Takes the decision again. Also called on a timer, since a verdict may go stale without any outcome. */
    public void decide() {
        HealthSnapshot view;
        deciding.lock();
        try {
            Decision before = settled;
            view = view();
            Decision after = view.decision();
            settled = after;
            known = after.orKnown(known);
            rate.follow(isInTrouble(view), view.calm());
            bootstrap.decided(after);
            if (!after.sameKind(before)) {
                observer.decided(before, after);
                announcements.add(before, after);
            }
        } finally {
            deciding.unlock();
        }
        // haproxy before the log, which may hang.
        judgements.accept(view);
        announcements.announce();
    }

    /**
     * Returns whether this node may hold the VIP, to somebody who acts on it, such as keepalived's check or kube-vip.
     */
    public Health ask() {
        asking.add(ticker.nanos());
        return view().decision().answer();
    }

    /**
     * Returns whether somebody asks regularly, and has done so for ten seconds: who asked once, as a person or a
     * stranger does, does not act on it.
     */
    public boolean isAskedRegularly() {
        return asking.isOn(ticker.nanos());
    }

    /** Returns what is known at this moment. */
    public HealthSnapshot view() {
        MonitoringPlan current = plan;
        List<TargetSnapshot> all = current.targets().stream()
                .map(target -> Optional.ofNullable(snapshots.get(target.name())).orElseGet(() -> unknown(target)))
                .map(this::withoutPauses)
                .toList();
        // Read last, so that nothing is younger than this moment.
        long now = ticker.nanos();
        Optional<String> drained = maintenance.reason();
        Decision decision = current.rule()
                .decide(
                        all.stream().map(snapshot -> snapshot.health(now)).toList(),
                        drained,
                        bootstrap.lasts(now),
                        known,
                        now);
        return new HealthSnapshot(now, all, drained, decision, drained.flatMap(_ -> maintenance.left()));
    }

    /** Drains this node and decides again. */
    public void drain(String reason) {
        maintenance.drain(reason);
        decide();
    }

    /** Drains this node for a time and decides again. */
    public void drain(String reason, Duration length) {
        maintenance.drain(reason, length);
        decide();
    }

    /**
     * Notices the end of a drain for a time. Called on a timer.
     *
     * @return why the node was drained, once for each drain that ended by itself
     */
    public Optional<String> drainEnded() {
        Optional<String> ended = maintenance.ended();
        if (ended.isPresent()) {
            decide();
        }
        return ended;
    }

    /** Ends a drain and decides again. */
    public void resume() {
        maintenance.resume();
        decide();
    }

    /** Returns what is known of one target. */
    public TargetSnapshot snapshot(String name) {
        TargetSnapshot snapshot = snapshots.get(name);
        if (snapshot == null) {
            throw new IllegalArgumentException("no target " + name);
        }
        return withoutPauses(snapshot);
    }

    private TargetSnapshot withoutPauses(TargetSnapshot snapshot) {
        return snapshot.paused(running.pausedSince(snapshot.lastNanos()));
    }

    private TargetSnapshot unknown(Target target) {
        return TargetSnapshot.unknown(target, ticker.nanos(), ticker.wall());
    }
}
