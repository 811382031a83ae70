package io.vipagent.tools.doctor.rules;

import io.vipagent.core.vip.ClockOffset;
import io.vipagent.tools.doctor.facts.Facts;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether this node's clock is that of the others. Clocks that are kept by NTP differ by milliseconds, so two seconds
 * beyond what the way and the whole seconds of a Date header explain mean that one of them is not kept; from there on
 * it only grows. It is what the agent itself complains of.
 */
public final class ClockRules implements Rule {
    private static final Duration MAX_OFFSET = Duration.ofSeconds(2);

    @Override
    public Stream<Finding> check(Facts facts) {
        return Stream.concat(
                facts.agent().probes().stream()
                        .flatMap(probed -> off(probed.target().url().toString(), probed.clock()).stream()),
                facts.agent().peers().stream().flatMap(peer -> off(peer.url(), peer.clock()).stream()));
    }

    private static Optional<Finding> off(String where, Optional<ClockOffset> clock) {
        return clock.filter(offset -> offset.isBeyond(MAX_OFFSET))
                .map(offset -> new Finding(
                        FindingId.CLOCK_SKEW,
                        where,
                        "the clock there is " + offset + " this node's",
                        "timedatectl set-ntp true, on both nodes"));
    }
}
