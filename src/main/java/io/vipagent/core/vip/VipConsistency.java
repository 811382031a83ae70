package io.vipagent.core.vip;

import static io.vipagent.core.vip.VipInconsistency.ADDRESS_DESPITE_DENIAL;
import static io.vipagent.core.vip.VipInconsistency.ADDRESS_WITHOUT_KEEPALIVED;
import static io.vipagent.core.vip.VipInconsistency.ADDRESS_WITHOUT_MASTER;
import static io.vipagent.core.vip.VipInconsistency.CONSISTENT;
import static io.vipagent.core.vip.VipInconsistency.MASTER_WITHOUT_ADDRESS;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Holds what VRRP says, where the addresses are, what was decided and how keepalived is against each other.
 *
 * <p>keepalived does not tell which address belongs to which instance. So the rule is: where any instance is MASTER,
 * every VIP is expected on this node, where none is, no VIP is. Where VRRP was never heard of, nothing is expected.
 * Where keepalived is gone, what it said last counts no more.
 *
 * @param graceNanos how long a contradiction must have lasted: a transition takes its time, and its parts are seen one
 *     after the other
 */
public record VipConsistency(long graceNanos) {
    /** Above what a transition takes: one VRRP interval, one look at the interfaces. */
    public static final Duration DEFAULT_GRACE = Duration.ofSeconds(3);

    /** May this node hold the VIP? */
    public enum Permission {
        YES,
        NO,
        /** The agent does not know, as when it has just started: that says nothing of this node. */
        UNKNOWN
    }

    /** What is compared: VRRP, the addresses, the decision and the process. */
    public record Observations(
            VrrpView vrrp,
            List<Since<VipPresence>> presences,
            Since<Permission> permission,
            Since<KeepalivedState> keepalived) {
        public Observations {
            presences = List.copyOf(presences);
        }
    }

    /** Returns the findings at {@code nowNanos}: at least one on each VIP, in the order of the presences. */
    public List<VipFinding> judge(Observations facts, long nowNanos) {
        List<VipFinding> findings = new ArrayList<>();
        for (Since<VipPresence> seen : facts.presences()) {
            List<VipFinding> its = seen.value().networkInterface().isPresent()
                    ? here(facts, seen, nowNanos)
                    : away(facts, seen, nowNanos);
            findings.addAll(its.isEmpty() ? List.of(consistent(seen.value())) : its);
        }
        return List.copyOf(findings);
    }

    private List<VipFinding> away(Observations facts, Since<VipPresence> seen, long nowNanos) {
        boolean wrong = vrrpCounts(facts) && facts.vrrp().master().value();
        return wrong && lasts(seen, facts.vrrp().master(), nowNanos)
                ? List.of(finding(
                        seen, MASTER_WITHOUT_ADDRESS, "is not on this node, though " + masters(facts) + " is MASTER"))
                : List.of();
    }

    private List<VipFinding> here(Observations facts, Since<VipPresence> seen, long nowNanos) {
        List<VipFinding> findings = new ArrayList<>();
        String where = "is on " + seen.value().networkInterface().orElse("");
        if (vrrpCounts(facts)
                && !facts.vrrp().master().value()
                && lasts(seen, facts.vrrp().master(), nowNanos)) {
            findings.add(finding(seen, ADDRESS_WITHOUT_MASTER, where + ", though no VRRP instance is MASTER here"));
        }
        if (facts.permission().value() == Permission.NO && lasts(seen, facts.permission(), nowNanos)) {
            findings.add(finding(seen, ADDRESS_DESPITE_DENIAL, where + ", though this node may not hold it"));
        }
        if (cannotRelease(facts.keepalived().value()) && lasts(seen, facts.keepalived(), nowNanos)) {
            String condition = facts.keepalived().value().label();
            findings.add(finding(seen, ADDRESS_WITHOUT_KEEPALIVED, where + ", though keepalived is " + condition));
        }
        return findings;
    }

    private static boolean vrrpCounts(Observations facts) {
        return facts.vrrp().heard() && facts.keepalived().value() != KeepalivedState.GONE;
    }

    private static boolean cannotRelease(KeepalivedState condition) {
        return switch (condition) {
            case FROZEN, GONE -> true;
            case ALIVE, UNKNOWN -> false;
        };
    }

    /** Returns whether both have been so for as long as the grace. */
    private boolean lasts(Since<?> one, Since<?> other, long nowNanos) {
        return nowNanos - one.nanos() >= graceNanos && nowNanos - other.nanos() >= graceNanos;
    }

    private static String masters(Observations facts) {
        return facts.vrrp().instances().stream()
                .filter(instance -> instance.state() == VrrpState.MASTER)
                .map(VrrpInstanceState::name)
                .collect(Collectors.joining(", "));
    }

    private static VipFinding consistent(VipPresence seen) {
        String where = seen.networkInterface().map(name -> "is on " + name).orElse("is not on this node");
        return new VipFinding(seen.vip(), CONSISTENT, seen.vip().getHostAddress() + " " + where);
    }

    private static VipFinding finding(Since<VipPresence> seen, VipInconsistency finding, String what) {
        return new VipFinding(seen.value().vip(), finding, seen.value().vip().getHostAddress() + " " + what);
    }
}
