package io.vipagent.core.health;

import io.vipagent.core.health.Decision.Denied;
import io.vipagent.core.health.Decision.Granted;
import io.vipagent.core.health.Health.Healthy;
import io.vipagent.core.health.Outcome.Failed;
import io.vipagent.core.health.Outcome.Late;
import io.vipagent.core.health.Outcome.Overdue;
import io.vipagent.core.health.Outcome.Passed;
import io.vipagent.core.health.Outcome.Proof;
import io.vipagent.core.target.ProbeSchedule;
import io.vipagent.core.target.Target;
import io.vipagent.core.target.TargetRole;
import io.vipagent.core.target.Targets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.TreeMap;

/** One node's agent in a cluster of three apiservers, in time that a test makes pass: asks, judges and decides. */
final class ClusterTrace {
    private static final long MILLI = 1_000_000;
    private static final long TIMEOUT = 400;
    private static final long PATIENCE = 5_000;
    private static final long INTERVAL = 200;

    /** What comes of a question: an answer after some milliseconds, or a failure. */
    record Reply(long millis, Optional<Failed> failed) {
        static Reply after(long millis) {
            return new Reply(millis, Optional.empty());
        }

        static Reply failed(long millis, Failed failed) {
            return new Reply(millis, Optional.of(failed));
        }

        /** No answer at all. */
        static Reply never() {
            return after(Long.MAX_VALUE / (2 * MILLI));
        }
    }

    /** How the apiservers behave. */
    @FunctionalInterface
    interface Behaviour {
        /** The reply of this apiserver, 0 being this node's own, to a question at this millisecond. */
        Reply to(int apiserver, Question question, long millis);
    }

    private record Event(long nanos, long order, Runnable action) {}

    private final List<TargetSnapshot> snapshots = new ArrayList<>();
    private final PriorityQueue<Event> events = new PriorityQueue<>((one, other) -> one.nanos() == other.nanos()
            ? Long.compare(one.order(), other.order())
            : Long.compare(one.nanos(), other.nanos()));
    private final Map<Integer, Long> lastFull = new HashMap<>();
    private final DecisionRule rule;
    private final Behaviour behaviour;
    private final boolean pings;
    private final List<String> changes = new ArrayList<>();
    private final TreeMap<Long, Integer> weights = new TreeMap<>();
    private Decision decision = Decision.undecided();
    private long order;
    private long now;

    ClusterTrace(boolean pings, Behaviour behaviour) {
        this(new DecisionRule(Policy.LOCAL, true), pings, behaviour);
    }

    ClusterTrace(DecisionRule rule, boolean pings, Behaviour behaviour) {
        this.rule = rule;
        this.pings = pings;
        this.behaviour = behaviour;
        for (int i = 0; i < 3; i++) {
            ProbeSchedule schedule = new ProbeSchedule(
                    Duration.ofMillis(INTERVAL),
                    Duration.ofMillis(TIMEOUT),
                    2,
                    3,
                    Duration.ofMillis(PATIENCE),
                    Duration.ofMillis(i == 0 ? 500 : 5_000),
                    Duration.ofSeconds(1));
            Target target = Targets.of("cp" + i, i == 0 ? TargetRole.LOCAL : TargetRole.BACKEND, schedule);
            snapshots.add(TargetSnapshot.unknown(target, 0, Instant.EPOCH));
            int index = i;
            at(INTERVAL * i / 3, () -> tick(index));
        }
    }

    /** Lets this much time pass. */
    ClusterTrace run(long millis) {
        long end = now + millis * MILLI;
        while (!events.isEmpty() && events.peek().nanos() <= end) {
            Event event = events.poll();
            now = event.nanos();
            event.action().run();
        }
        now = end;
        return this;
    }

    /** When and to what the decision changed since it was first granted, and the agent-check since then: {@code 1234 denied}. */
    List<String> changes() {
        return changes;
    }

    /** The milliseconds at which the VIP was given up, or this node's apiserver was called down. */
    List<String> harm() {
        return changes.stream()
                .filter(change -> change.endsWith("denied") || change.endsWith("down"))
                .toList();
    }

    /** The weight that haproxy was last told at or before this millisecond. */
    int weight(long millis) {
        return weights.floorEntry(millis).getValue();
    }

    Decision decision() {
        return decision;
    }

    private void at(long millis, Runnable action) {
        events.add(new Event(now + millis * MILLI, order++, action));
    }

    private void tick(int index) {
        at(INTERVAL, () -> tick(index));
        Target target = snapshots.get(index).target();
        boolean due = now - lastFull.getOrDefault(index, -3_600_000 * MILLI)
                >= target.schedule().fullInterval().toNanos();
        Question question = due || !pings || comparing() ? Question.FULL : Question.PING;
        if (question == Question.FULL) {
            lastFull.put(index, now);
        }
        Asked asked = new Asked(question, now);
        Reply reply = behaviour.to(index, question, now / MILLI);
        if (reply.millis() > TIMEOUT) {
            at(TIMEOUT, () -> hear(index, asked, new Overdue(Phases.NONE)));
        }
        if (reply.millis() > PATIENCE) {
            Failed silence =
                    new Failed(Reason.RESPONSE_TIMEOUT, "no answer to the request in time").proving(Proof.SILENCE);
            at(PATIENCE, () -> hear(index, asked, silence));
            return;
        }
        Phases phases = Phases.of(Map.of(Phase.TOTAL, reply.millis() * MILLI));
        Outcome outcome = reply.failed()
                .<Outcome>map(failed -> failed)
                .orElseGet(() -> reply.millis() > TIMEOUT
                        ? new Late(200, phases, Optional.empty())
                        : new Passed(200, phases, Optional.empty()));
        at(reply.millis(), () -> hear(index, asked, outcome));
    }

    private boolean comparing() {
        ProbeHistory own = snapshots.getFirst().history();
        return own.troubleNanos().isPresent() && now - own.troubleNanos().getAsLong() < 15_000 * MILLI;
    }

    private void hear(int index, Asked asked, Outcome outcome) {
        snapshots.set(index, snapshots.get(index).after(asked, outcome, now, Instant.EPOCH));
        List<TargetHealth> healths =
                snapshots.stream().map(snapshot -> snapshot.health(now)).toList();
        Decision before = decision;
        decision = rule.decide(healths, Optional.empty(), false, before, now);
        boolean began = !changes.isEmpty();
        if (began ? !decision.sameKind(before) : decision instanceof Granted) {
            changes.add(now / MILLI + " " + (decision instanceof Denied ? "denied" : decision.label()));
        }
        Health service = new HealthSnapshot(now, snapshots, Optional.empty(), decision).service();
        if (began && !service.healthy() && !changes.getLast().endsWith("down")) {
            changes.add(now / MILLI + " down");
        }
        weights.put(now / MILLI, service instanceof Healthy healthy ? healthy.weight() : 0);
    }
}
