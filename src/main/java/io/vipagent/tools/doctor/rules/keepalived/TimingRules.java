package io.vipagent.tools.doctor.rules.keepalived;

import io.vipagent.core.target.Target;
import io.vipagent.core.text.Durations;
import io.vipagent.tools.conf.keepalived.VrrpScript;
import io.vipagent.tools.doctor.facts.Facts;
import io.vipagent.tools.doctor.facts.ToolVersion;
import io.vipagent.tools.doctor.rules.CheckLine;
import io.vipagent.tools.doctor.rules.Finding;
import io.vipagent.tools.doctor.rules.FindingId;
import io.vipagent.tools.doctor.rules.Rule;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** The rules look how often scripts run, how long they may take and how often they must fail. */
public final class TimingRules implements Rule {
    /** Lost the return of "skipping run" in 2.1.3; fixed by 94d40e3b, first in 2.3.3. */
    private static final ToolVersion FIRST_OVERLAP = new ToolVersion(2, 1, 3);

    private static final ToolVersion LAST_OVERLAP = new ToolVersion(2, 3, 2);
    private static final int MAX_COUNTS = 2;
    private static final Duration MARGIN = Duration.ofMillis(500);
    /** What keepalived before 2.3.2 counts in. */
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Override
    public Stream<Finding> check(Facts facts) {
        return facts.own()
                .flatMap(conf -> conf.scripts().stream())
                .flatMap(script -> Stream.of(
                                notBelowInterval(script),
                                withinDeadline(script),
                                overlaps(script, facts.host().keepalived()),
                                doubled(facts, script),
                                initFail(script))
                        .flatMap(Optional::stream));
    }

    private static Optional<Finding> notBelowInterval(VrrpScript script) {
        Optional<CheckLine> check = CheckLine.of(script);
        return check.isPresent()
                ? checkNotBelowInterval(script, check.get().deadline())
                : timeoutNotBelowInterval(script);
    }

    /** Our own check ends by itself, so keepalived's timeout may be as long as the interval: it is never reached. */
    private static Optional<Finding> checkNotBelowInterval(VrrpScript script, Duration deadline) {
        return deadline.compareTo(script.interval()) >= 0 && script.timeout().compareTo(deadline) > 0
                ? Optional.of(Finding.at(
                        FindingId.TIMEOUT_NOT_BELOW_INTERVAL,
                        script.at("interval"),
                        "the check's own deadline of " + Durations.format(deadline) + " is not below the interval of "
                                + Durations.seconds(script.interval()) + " s",
                        "check --timeout " + Durations.format(below(script.interval()))))
                : Optional.empty();
    }

    /** A value that is not written is keepalived's own choice, and the same. */
    private static Optional<Finding> timeoutNotBelowInterval(VrrpScript script) {
        return script.timeout().compareTo(script.interval()) >= 0
                        && script.body().child("timeout").isPresent()
                ? Optional.of(Finding.at(
                        FindingId.TIMEOUT_NOT_BELOW_INTERVAL,
                        script.at("timeout"),
                        "the timeout of " + Durations.seconds(script.timeout()) + " s is not below the interval of "
                                + Durations.seconds(script.interval()) + " s",
                        script.interval().compareTo(SECOND) > 0
                                ? "timeout "
                                        + Durations.seconds(script.interval().minus(SECOND))
                                : "leave timeout out, and let the script end by itself before its interval"))
                : Optional.empty();
    }

    /** Returns a deadline that ends well before {@code length}; no fix makes a check slower. */
    private static Duration below(Duration length) {
        Duration tenth = length.dividedBy(10);
        return length.minus(tenth.compareTo(MARGIN) > 0 ? MARGIN : tenth);
    }

    private static Optional<Finding> withinDeadline(VrrpScript script) {
        return CheckLine.of(script)
                .filter(check -> script.timeout().compareTo(check.deadline()) <= 0)
                .map(check -> Finding.at(
                        FindingId.TIMEOUT_WITHIN_DEADLINE,
                        script.at("timeout"),
                        "keepalived ends the check after " + Durations.seconds(script.timeout())
                                + " s, and its own deadline is " + Durations.format(check.deadline()),
                        script.timeout().compareTo(SECOND) > 0
                                ? "check --timeout " + Durations.format(below(script.timeout()))
                                : "timeout " + (check.deadline().toSeconds() + 1)));
    }

    /** Copies of {@code vip-agent check} may run beside each other. */
    private static Optional<Finding> overlaps(VrrpScript script, Optional<ToolVersion> version) {
        return version.filter(known -> known.isWithin(FIRST_OVERLAP, LAST_OVERLAP))
                .filter(known ->
                        CheckLine.of(script).isEmpty() && script.timeout().compareTo(script.interval()) >= 0)
                .map(known -> Finding.at(
                        FindingId.OVERLAPPING_RUNS,
                        script.at("interval"),
                        "keepalived " + known + " starts " + script.name().text() + " every "
                                + Durations.seconds(script.interval()) + " s and lets it run for "
                                + Durations.seconds(script.timeout()) + " s",
                        script.interval().compareTo(SECOND) > 0
                                ? "timeout "
                                        + Durations.seconds(script.interval().minus(SECOND))
                                : "script \"/usr/bin/vip-agent check\", copies of which may run beside each other"));
    }

    private static Optional<Finding> doubled(Facts facts, VrrpScript script) {
        boolean counts = script.rise() > MAX_COUNTS || script.fall() > MAX_COUNTS;
        return CheckLine.of(script)
                .filter(check -> counts && agentCounts(facts))
                .map(check -> Finding.at(
                        FindingId.DOUBLE_HYSTERESIS,
                        script.at(script.fall() > MAX_COUNTS ? "fall" : "rise"),
                        "rise " + script.rise() + " and fall " + script.fall()
                                + " count what the agent has counted already",
                        "rise 2 and fall 2"));
    }

    /** Returns whether the agent counts failures itself, as it does unless its configuration says otherwise. */
    private static boolean agentCounts(Facts facts) {
        return facts.agent()
                .settings()
                .filter(settings -> settings.deciding().stream()
                        .map(Target::schedule)
                        .allMatch(schedule -> schedule.rise() == 1 && schedule.fall() == 1))
                .isEmpty();
    }

    private static Optional<Finding> initFail(VrrpScript script) {
        return script.initFail()
                ? Optional.of(Finding.at(
                        FindingId.INIT_FAIL_IGNORED,
                        script.at("init_fail"),
                        "init_fail is believed in",
                        "leave it out: vip-agent check says no until the apiserver is proven up"))
                : Optional.empty();
    }
}
