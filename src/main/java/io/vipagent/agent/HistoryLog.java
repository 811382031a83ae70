package io.vipagent.agent;

import io.vipagent.agent.history.HistoryRecorder;
import io.vipagent.agent.monitor.HealthListener;
import io.vipagent.agent.peers.PeerListener;
import io.vipagent.core.health.Asked;
import io.vipagent.core.health.Decision;
import io.vipagent.core.health.HealthText;
import io.vipagent.core.health.Outcome;
import io.vipagent.core.health.ProbeTrouble;
import io.vipagent.core.health.ServiceGap;
import io.vipagent.core.health.TargetHealth;
import io.vipagent.core.health.TargetSnapshot;
import io.vipagent.core.history.EventKind;
import io.vipagent.core.history.Story;
import io.vipagent.core.status.HolderTimeline;
import io.vipagent.core.target.Target;
import io.vipagent.core.target.TargetRole;
import io.vipagent.core.vip.HolderReport;
import io.vipagent.core.vip.PeerContact.Reached;
import io.vipagent.core.vip.PeerReport;
import io.vipagent.core.vip.PeerText;
import io.vipagent.core.vip.VipFinding;
import io.vipagent.core.vip.VipPresence;
import io.vipagent.core.vip.VrrpInstanceState;
import io.vipagent.platform.time.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Hears what the log hears, and the first of each row of failed probes, and keeps it in the history. Never waits. */
final class HistoryLog implements HealthListener, PeerListener {
    private static final double NANOS_PER_MILLI = 1e6;

    private final HistoryRecorder history;
    private final Ticker ticker;
    private final Map<String, ProbeTrouble> troubles = new ConcurrentHashMap<>();
    private final Map<String, ServiceGap> gaps = new ConcurrentHashMap<>();

    HistoryLog(HistoryRecorder history, Ticker ticker) {
        this.history = history;
        this.ticker = ticker;
    }

    @Override
    public void probed(Target target, Asked asked, Outcome outcome) {
        if (target.role() == TargetRole.VIP) {
            gap(target, outcome, ticker.nanos());
        }
        Optional<ProbeTrouble> before = Optional.ofNullable(troubles.get(target.name()));
        Optional<ProbeTrouble> after = ProbeTrouble.after(before, outcome);
        if (after.isEmpty()) {
            troubles.remove(target.name());
        } else if (!after.equals(before)) {
            troubles.put(target.name(), after.get());
            Map<String, String> phases = new TreeMap<>();
            outcome.phases().forEach((phase, nanos) -> phases.put(phase.label(), nanos / NANOS_PER_MILLI + " ms"));
            String reason = after.get().reason().name();
            history.record(
                    EventKind.PROBE,
                    target.name(),
                    reason,
                    target.name() + ": " + after.get().detail(),
                    phases);
        }
    }

    @Override
    public void follows(List<Target> targets) {
        Set<String> names = targets.stream().map(Target::name).collect(Collectors.toSet());
        troubles.keySet().retainAll(names);
        gaps.keySet().retainAll(names);
    }

    private void gap(Target target, Outcome outcome, long now) {
        ServiceGap before = gaps.getOrDefault(target.name(), ServiceGap.NONE);
        before.endedBy(outcome, now)
                .ifPresent(lasted -> history.record(
                        EventKind.GAP,
                        target.name(),
                        Long.toString(lasted.toMillis()),
                        "clients had no answer through the VIP for " + HealthText.span(lasted)));
        gaps.put(target.name(), before.after(outcome, now));
    }

    @Override
    public void turned(TargetSnapshot before, TargetSnapshot after, Duration lasted) {
        TargetHealth is = after.health(after.lastNanos());
        String state = HealthText.state(is);
        String why = is.answer().healthy() ? "" : " (" + HealthText.line(is.answer()) + ")";
        history.record(
                EventKind.VERDICT,
                is.target(),
                state,
                "target " + is.target() + " is " + state + why + ", was "
                        + HealthText.state(before.health(after.lastNanos())) + " for " + HealthText.span(lasted));
    }

    @Override
    public void decided(Decision before, Decision after) {
        history.record(
                EventKind.DECISION,
                "",
                after.label(),
                "decision " + after.label() + ": " + HealthText.line(after.answer()) + ", was " + before.label());
    }

    void seen(VipPresence after) {
        String vip = after.vip().getHostAddress();
        history.record(
                EventKind.ADDRESS,
                vip,
                after.networkInterface().isPresent() ? Story.HERE : Story.GONE,
                after.networkInterface()
                        .map(name -> vip + " is on " + name + (after.up() ? "" : ", which is down"))
                        .orElse(vip + " left this node"));
    }

    void heard(VrrpInstanceState after) {
        history.record(
                EventKind.VRRP, after.name(), after.state().name(), "VRRP " + after.name() + " is " + after.state());
    }

    void inconsistent(VipFinding finding) {
        history.record(EventKind.CONSISTENCY, finding.finding().label(), "inconsistent", finding.line());
    }

    void consistent(VipFinding finding) {
        history.record(
                EventKind.CONSISTENCY,
                finding.finding().label(),
                "consistent",
                "no longer: " + finding.finding().label());
    }

    @Override
    public void turned(PeerReport before, PeerReport after, Duration lasted) {
        history.record(
                EventKind.PEER,
                after.peer().url().toString(),
                after.contact() instanceof Reached ? "reached" : "unreached",
                PeerText.of(after.peer(), after.contact()));
    }

    @Override
    public void held(Optional<HolderReport> before, HolderReport after) {
        history.record(
                EventKind.HOLDERS,
                after.vip().getHostAddress(),
                after.word().label(),
                "cluster: " + PeerText.of(after),
                Map.of(HolderTimeline.NODES, String.join(",", after.names())));
    }

    void drained(String reason) {
        history.record(EventKind.DRAIN, "", "drained", "drained: " + reason);
    }

    void resumed() {
        history.record(EventKind.RESUME, "", "resumed", "the drain ended");
    }

    void drainEnded(String reason) {
        history.record(EventKind.RESUME, "", "resumed", "the drain ended by itself: " + reason);
    }

    void rehearsed(String outcome) {
        history.record(EventKind.REHEARSAL, "", "rehearsed", outcome);
    }

    void reloaded(boolean taken, String text) {
        history.record(EventKind.RELOAD, "", taken ? "taken" : "refused", text);
    }

    void started(String text) {
        history.record(EventKind.START, "", "started", text);
    }

    void stopping() {
        history.record(EventKind.STOP, "", "stopping", "the agent was told to stop");
    }
}
