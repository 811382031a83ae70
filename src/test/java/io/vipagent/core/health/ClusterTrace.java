package io.vipagent.core.health;

import io.vipagent.core.health.Decision.Denied;
import io.vipagent.core.health.Decision.Granted;
import io.vipagent.core.health.Decision.Held;
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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;

/**
 * One node's agent in a cluster of three apiservers, in time that a test makes pass: asks, judges and decides. Where
 * the policy asks a frontend, that is a haproxy which goes round the apiservers that the agent knows to be up, or round
 * all of them.
 */
final class ClusterTrace {
    private static final long MILLI = 1_000_000;
    private static final long TIMEOUT = 250;
    private static final long PATIENCE = 5_000;
    private static final long INTERVAL = 200;
    private static final long MAX_QUICK = 100;
    private static final long SECOND = 1_000 * MILLI;
    private static final long BURST = 5 * SECOND;
    private static final long COMPARISON = 15 * SECOND;
    private static final int APISERVERS = 3;
    private static final int FRONTEND = 3;
    private static final Failed GONE =
            new Failed(Reason.CONNECT_REFUSED, "nobody listens there").proving(Proof.CONCLUSIVE);

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
    private final Map<Integer, Long> lastTick = new HashMap<>();
    private final Map<Integer, Long> nextTick = new HashMap<>();
    private final DecisionRule rule;
    private final Behaviour behaviour;
    private final boolean pings;
    private final Set<Integer> looks = new HashSet<>();
    private final List<String> changes = new ArrayList<>();
    private final TreeMap<Long, Integer> weights = new TreeMap<>();
    private Decision decision = Decision.undecided();
    private Decision known = Decision.undecided();
    private Health service = Decision.undecided().answer();
    private long order;
    private long now;
    private int turn;
    private boolean resting;
    private long haproxyEnds = Long.MAX_VALUE;

    ClusterTrace(boolean pings, Behaviour behaviour) {
        this(new DecisionRule(Policy.LOCAL, true), pings, behaviour);
    }

    ClusterTrace(DecisionRule rule, boolean pings, Behaviour behaviour) {
        this.rule = rule;
        this.pings = pings;
        this.behaviour = behaviour;
        boolean frontend = rule.policy().asks(TargetRole.FRONTEND);
        for (int i = 0; i < APISERVERS + (frontend ? 1 : 0); i++) {
            ProbeSchedule schedule = new ProbeSchedule(
                    Duration.ofMillis(INTERVAL),
                    Duration.ofMillis(TIMEOUT),
                    2,
                    3,
                    Duration.ofMillis(PATIENCE),
                    Duration.ofMillis(i == 0 ? 400 : i == FRONTEND ? 5_000 : 10_000),
                    Duration.ofSeconds(1),
                    Duration.ofMillis(i == 0 || i == FRONTEND ? 500 : 3_000));
            TargetRole role = i == 0 ? TargetRole.LOCAL : i == FRONTEND ? TargetRole.FRONTEND : TargetRole.BACKEND;
            Target target = Targets.of(i == FRONTEND ? "frontend" : "cp" + i, role, schedule);
            snapshots.add(TargetSnapshot.unknown(target, 0, Instant.EPOCH));
            tickAt(i, INTERVAL * i / APISERVERS * MILLI);
        }
    }

    /** From this millisecond on nobody listens where haproxy did. */
    ClusterTrace haproxyEndsAt(long millis) {
        haproxyEnds = millis;
        return this;
    }

    /** The agent of before held the VIP: this one begins with that. */
    ClusterTrace startsAgain() {
        known = new Held(Reason.STARTING, "as before");
        return this;
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

    /**
     * When and to what the decision changed since it was first granted, and the agent-check since then:
     * {@code 1234 denied}.
     */
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

    /** What haproxy is told of this node's apiserver. */
    Health service() {
        return service;
    }

    private void at(long millis, Runnable action) {
        events.add(new Event(now + millis * MILLI, order++, action));
    }

    private void tickAt(int index, long nanos) {
        nextTick.put(index, nanos);
        events.add(new Event(nanos, order++, () -> {
            if (nextTick.get(index) == nanos) {
                tick(index);
            }
        }));
    }

    /** At rest seldomer; what is known of all of them decides, as in the agent. */
    private void tick(int index) {
        lastTick.put(index, now);
        Duration step = resting ? snapshots.get(index).target().schedule().restInterval() : Duration.ofMillis(INTERVAL);
        tickAt(index, now + step.toNanos());
        Target target = snapshots.get(index).target();
        long fullInterval = target.schedule().fullInterval().toNanos();
        long mostOften = comparing(COMPARISON) ? Math.min(fullInterval, SECOND) : fullInterval;
        boolean due = looks.remove(index) || now - lastFull.getOrDefault(index, -3_600_000 * MILLI) >= mostOften;
        Question question = due || !pings || comparing(BURST) ? Question.FULL : Question.PING;
        if (question == Question.FULL) {
            lastFull.put(index, now);
        }
        Asked asked = new Asked(question, now);
        Reply reply = reply(index, question);
        if (reply.millis() > MAX_QUICK && rule.policy().asks(target.role())) {
            at(MAX_QUICK, this::look);
        }
        if (reply.millis() > INTERVAL) {
            // A question that is not answered is followed at the interval, at rest too.
            long overdue = now + Math.max(INTERVAL, TIMEOUT) * MILLI;
            at(Math.min(INTERVAL, TIMEOUT), () -> hurry(index, overdue));
        }
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

    private Reply reply(int index, Question question) {
        long millis = now / MILLI;
        if (index != FRONTEND) {
            return behaviour.to(index, question, millis);
        }
        if (millis >= haproxyEnds) {
            return Reply.failed(0, GONE);
        }
        List<Integer> all = List.of(0, 1, 2);
        List<Integer> up = all.stream()
                .filter(i -> snapshots.get(i).verdict() instanceof Verdict.Up)
                .toList();
        List<Integer> servers = up.isEmpty() ? all : up;
        for (int i = 0; i < servers.size(); i++) {
            Reply reply = behaviour.to(servers.get(turn++ % servers.size()), question, millis);
            // A connection that is refused is tried at the next server.
            if (reply.failed()
                    .filter(failed -> failed.reason() == Reason.CONNECT_REFUSED)
                    .isEmpty()) {
                return reply;
            }
        }
        return Reply.failed(0, new Failed(Reason.NETWORK, "closed"));
    }

    /** Each is asked in full once, as soon as one that decides has waited for a little. */
    private void look() {
        for (int i = 0; i < snapshots.size(); i++) {
            looks.add(i);
            hurry(i, now);
        }
    }

    private void hurry(int index, long nanos) {
        if (nextTick.get(index) > nanos) {
            tickAt(index, nanos);
        }
    }

    private boolean comparing(long length) {
        ProbeHistory own = snapshots.getFirst().history();
        return own.troubleNanos().isPresent() && now - own.troubleNanos().getAsLong() < length;
    }

    private void hear(int index, Asked asked, Outcome outcome) {
        snapshots.set(index, snapshots.get(index).after(asked, outcome, now, Instant.EPOCH));
        List<TargetHealth> healths =
                snapshots.stream().map(snapshot -> snapshot.health(now)).toList();
        Decision before = decision;
        decision = rule.decide(healths, Optional.empty(), false, known, now);
        known = decision.orKnown(known);
        boolean began = !changes.isEmpty();
        if (began ? !decision.sameKind(before) : decision instanceof Granted) {
            changes.add(now / MILLI + " " + (decision instanceof Denied ? "denied" : decision.label()));
        }
        HealthSnapshot view = new HealthSnapshot(now, snapshots, Optional.empty(), decision);
        boolean calm = view.calm();
        if (resting && !calm) {
            for (int i = 0; i < snapshots.size(); i++) {
                hurry(i, Math.max(now, lastTick.getOrDefault(i, 0L) + INTERVAL * MILLI));
            }
        }
        resting = calm;
        service = view.service();
        if (began && !service.healthy() && !changes.getLast().endsWith("down")) {
            changes.add(now / MILLI + " down");
        }
        weights.put(now / MILLI, service instanceof Healthy healthy ? healthy.weight() : 0);
    }
}
