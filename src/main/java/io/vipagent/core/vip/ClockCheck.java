package io.vipagent.core.vip;

import io.vipagent.core.vip.PeerFinding.PeerProblem;
import io.vipagent.core.vip.PeerRoster.PeerAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Finds the clock that is wrong. It decides nothing here, but logs and certificates are read by it. */
final class ClockCheck {
    private static final Duration MAX_OFFSET = Duration.ofSeconds(2);
    /** What was found is found until it is clearly better, else a clock at the limit would be news each second. */
    private static final Duration MAX_OFFSET_ONCE_FOUND = Duration.ofMillis(1500);

    private static final String THIS_NODE = "this node";

    private ClockCheck() {}

    private record Off(String node, String url, ClockOffset clock) {}

    /**
     * Returns what is wrong with the clocks of {@code answers} or of this node, given what was found {@code before}.
     */
    static List<PeerFinding> findings(Map<String, PeerAnswer> answers, List<PeerFinding> before) {
        boolean ownBefore = found(before, THIS_NODE);
        List<Off> off = new ArrayList<>();
        int clocks = 0;
        for (Map.Entry<String, PeerAnswer> answer : answers.entrySet()) {
            if (answer.getValue().reached().clock().isPresent()) {
                ClockOffset clock = answer.getValue().reached().clock().get();
                String url = answer.getValue().url();
                clocks++;
                if (clock.isBeyond(ownBefore || found(before, url) ? MAX_OFFSET_ONCE_FOUND : MAX_OFFSET)) {
                    off.add(new Off(answer.getKey(), url, clock));
                }
            }
        }
        if (off.size() > 1 && off.size() * 2 > clocks && agree(off)) {
            return List.of(new PeerFinding(
                    PeerProblem.CLOCK,
                    THIS_NODE,
                    "the clock of this node is " + off.getFirst().clock().reversed() + " those of " + off.size()
                            + " of " + clocks + " peers"));
        }
        return off.stream()
                .map(each -> new PeerFinding(
                        PeerProblem.CLOCK,
                        each.url(),
                        "the clock of " + each.node() + " (" + each.url() + ") is " + each.clock() + " this node's"))
                .toList();
    }

    /**
     * Returns whether the clocks that differ from this node's are close to each other: then this node's is the odd one.
     */
    private static boolean agree(List<Off> off) {
        Duration first = off.getFirst().clock().ahead();
        return off.stream()
                .allMatch(each -> each.clock().ahead().minus(first).abs().compareTo(MAX_OFFSET) <= 0);
    }

    private static boolean found(List<PeerFinding> before, String subject) {
        return before.stream()
                .anyMatch(finding ->
                        finding.kind() == PeerProblem.CLOCK && finding.subject().equals(subject));
    }
}
