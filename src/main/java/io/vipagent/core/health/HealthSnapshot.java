package io.vipagent.core.health;

import io.vipagent.core.health.Decision.Granted;
import io.vipagent.core.health.Health.Healthy;
import io.vipagent.core.health.Health.Unhealthy;
import io.vipagent.core.health.Verdict.Down;
import io.vipagent.core.health.Verdict.Starting;
import io.vipagent.core.health.Verdict.Up;
import io.vipagent.core.target.TargetRole;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Everything that is known at one moment, for one output.
 *
 * @param nanos that moment, monotonic
 * @param snapshots in the order of the configuration
 * @param maintenance why an operator drained this node, if one did
 * @param drainLeft after how long the drain ends by itself; empty where there is none, or until somebody ends it
 */
public record HealthSnapshot(
        long nanos,
        List<TargetSnapshot> snapshots,
        Optional<String> maintenance,
        Decision decision,
        Optional<Duration> drainLeft) {
    private static final int FULL_WEIGHT = 100;
    private static final Duration LONG_DOWN = Duration.ofSeconds(15);

    /** Creates one whose drain, where there is one, does not end by itself. */
    public HealthSnapshot(long nanos, List<TargetSnapshot> snapshots, Optional<String> maintenance, Decision decision) {
        this(nanos, snapshots, maintenance, decision, Optional.empty());
    }

    /** Returns how each target stands, in the order of the configuration. */
    public List<TargetHealth> healths() {
        return snapshots.stream().map(snapshot -> snapshot.health(nanos)).toList();
    }

    /**
     * Returns whether this node's own apiserver may get traffic, which is what haproxy asks, and how much of it: no
     * local target is dead, or fails while another is known to be better, and the node is not drained. Where there is
     * no local target, the decision.
     */
    public Health service() {
        if (maintenance.isPresent()) {
            return new Unhealthy(Reason.MAINTENANCE, maintenance.get());
        }
        List<TargetHealth> healths = healths();
        List<Health> locals = healths.stream()
                .filter(health -> health.role() == TargetRole.LOCAL)
                .map(health -> compared(health, healths))
                .toList();
        if (locals.isEmpty()) {
            return decision.answer();
        }
        return locals.stream().filter(answer -> !answer.healthy()).findFirst().orElseGet(() -> weakest(locals));
    }

    private static Health weakest(List<Health> answers) {
        return answers.stream()
                .filter(Healthy.class::isInstance)
                .map(Healthy.class::cast)
                .filter(healthy -> healthy.weight() < FULL_WEIGHT)
                .min(Comparator.comparingInt(Healthy::weight))
                .orElse(new Healthy("up"));
    }

    /** Returns the same for one target by name, if there is one. A drained node's local targets are in maintenance. */
    public Optional<Health> target(String name) {
        List<TargetHealth> healths = healths();
        return healths.stream()
                .filter(health -> health.target().equals(name))
                .findFirst()
                .map(health -> maintenance.isPresent() && health.role() == TargetRole.LOCAL
                        ? new Unhealthy(Reason.MAINTENANCE, maintenance.get())
                        : compared(health, healths));
    }

    /** A target that only fails as all others do is not taken out of service: whoever asks it hears its own error. */
    private Health compared(TargetHealth own, List<TargetHealth> healths) {
        Health plain = own.answer();
        List<TargetHealth> others = Comparison.others(own, healths);
        if (plain instanceof Healthy healthy) {
            return new Healthy(healthy.note(), Comparison.weight(others, own, nanos));
        }
        boolean alive = !own.unknown() && own.verdict() instanceof Down down && !down.gone();
        if (alive && Comparison.pending(others)) {
            // It fails, which may be what all of them share: an agent that has just started looks at the others first.
            return new Unhealthy(Reason.STARTING, HealthText.line(plain) + "; no other is known yet");
        }
        boolean alike = alive && Comparison.possible(others) && !Comparison.anyBetter(others, own, nanos);
        return alike ? new Healthy(HealthText.line(plain) + "; no other is known to be better", 1) : plain;
    }

    /** Returns how many of the known apiservers, this node's and the others', serve, be it slowly. */
    public int serving() {
        return (int) apiservers().filter(health -> health.answer().healthy()).count();
    }

    /**
     * Returns whether every known apiserver was asked and none serves: those that are gone, haproxy has not, and without
     * any server it lets clients in unchecked.
     */
    public boolean noneServes() {
        return apiservers().findAny().isPresent()
                && apiservers().noneMatch(health -> health.answer().healthy() || health.verdict() instanceof Starting);
    }

    /**
     * Returns whether there is nothing to watch closely: the decision is granted, or an operator's, and every target is
     * well and quick. An apiserver that has been down for long does not count, nor does what is seen through the VIP.
     */
    public boolean calm() {
        return (decision instanceof Granted || maintenance.isPresent())
                && healths().stream()
                        .filter(health -> health.role() != TargetRole.VIP)
                        .allMatch(health -> isCalm(health) || isLongDown(health));
    }

    private boolean isCalm(TargetHealth health) {
        return health.fresh()
                && health.verdict() instanceof Up
                && health.history().calm(nanos);
    }

    private boolean isLongDown(TargetHealth health) {
        return health.fresh()
                && health.role() != TargetRole.FRONTEND
                && health.verdict() instanceof Down
                && nanos - health.sinceNanos() >= LONG_DOWN.toNanos();
    }

    private Stream<TargetHealth> apiservers() {
        return healths().stream()
                .filter(health -> health.role() == TargetRole.LOCAL || health.role() == TargetRole.BACKEND);
    }

    /** Returns why the probe loops are not to be trusted: targets without an outcome in time. Empty: all is well. */
    public List<String> stale() {
        return healths().stream()
                .filter(health -> !health.fresh())
                .map(TargetHealth::target)
                .toList();
    }

    /** Returns whether a target is being looked at for the first time, so that what is unknown will soon be known. */
    public boolean looksForTheFirstTime() {
        return healths().stream().anyMatch(TargetHealth::firstLook);
    }

    /** Returns whether every target's verdict is known, good or bad. */
    public boolean settled() {
        return healths().stream().noneMatch(health -> health.verdict() instanceof Starting);
    }
}
