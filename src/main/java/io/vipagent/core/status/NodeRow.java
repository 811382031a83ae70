package io.vipagent.core.status;

import io.vipagent.core.vip.NodeDetails;
import io.vipagent.core.vip.NodeDetails.TargetWord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One node of the cluster as this agent sees it.
 *
 * @param name what it is called; the URL of a peer that never said
 * @param url where its agent serves HTTP; empty: this node itself
 * @param answers whether its agent is heard; where it is not, nothing else is known of it
 * @param contact what there is to say where it is not heard
 * @param holder whether it holds a virtual IP, and whether that is known
 * @param clock how far its clock is from this node's; empty where it is not known
 * @param uncertainty of {@code clock}
 * @param lastTakeover when it last came to hold a virtual IP, by this node's history
 */
public record NodeRow(
        String name,
        Optional<String> url,
        boolean answers,
        String contact,
        Holding holder,
        NodeDetails details,
        Optional<Duration> clock,
        Optional<Duration> uncertainty,
        Optional<Instant> lastTakeover) {
    /** What stands where nothing is known or nothing is to be said. */
    public static final String NOTHING = "-";

    private static final double NANOS_PER_MILLI = 1e6;

    /** Whether a node holds a virtual IP. */
    public enum Holding {
        /** The node holds a virtual IP. */
        YES,
        /** The node holds no virtual IP. */
        NO,
        /** Whether the node holds one is not known. */
        UNKNOWN;

        /** Returns the word in tables: yes, no or ?. */
        public String label() {
            return this == UNKNOWN ? "?" : name().toLowerCase(Locale.ROOT);
        }
    }

    /** Returns whether this is the node of the agent that says so. */
    public boolean own() {
        return url.isEmpty();
    }

    /** Returns the VRRP states, each once, as keepalived says them. */
    public String vrrpState() {
        return orNothing(details.vrrp().stream()
                .map(NodeDetails.VrrpWord::state)
                .distinct()
                .collect(Collectors.joining(",")));
    }

    /** Returns the VRRP priorities, each once. */
    public String priority() {
        return orNothing(details.vrrp().stream()
                .flatMapToInt(instance -> instance.priority().stream())
                .distinct()
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(",")));
    }

    /** Returns the state of its own apiserver. */
    public String apiserver() {
        return state("local");
    }

    /** Returns the state of its own haproxy, where the agent asks one. */
    public String haproxy() {
        return state("frontend");
    }

    /** Returns the decision in one word. */
    public String decision() {
        return orNothing(details.decision());
    }

    /** Returns whole days until the apiserver's certificate expires; negative: it has. */
    public Optional<Long> certificateDays(Instant now) {
        return details.certificateEnd()
                .map(end -> Math.floorDiv(
                        Duration.between(now, end).toSeconds(),
                        Duration.ofDays(1).toSeconds()));
    }

    /** Returns how far its clock is ahead, short: {@code +0.4ms}, {@code -3.2s}. */
    public String clockText() {
        return clock.map(NodeRow::signed).orElse(own() ? "0" : NOTHING);
    }

    /**
     * Returns what is wrong with the node's own targets beyond what its decision says already, in words; empty:
     * nothing.
     */
    List<String> troubles() {
        return details.targets().stream()
                .filter(target ->
                        !target.state().equals("up") && !target.state().isEmpty())
                .filter(target -> target.why().isEmpty() || !target.why().equals(details.why()))
                .map(target -> name + ": " + (target.why().isEmpty() ? target.state() : target.why()))
                .toList();
    }

    private String state(String role) {
        List<TargetWord> of = details.targets().stream()
                .filter(target -> target.role().equals(role))
                .toList();
        return of.stream()
                .map(TargetWord::state)
                .filter(state -> !state.equals("up"))
                .findFirst()
                .orElse(of.isEmpty() ? NOTHING : orNothing(of.getFirst().state()));
    }

    private static String signed(Duration ahead) {
        Duration length = ahead.abs();
        String sign = ahead.isNegative() ? "-" : "+";
        if (length.compareTo(Duration.ofHours(1)) >= 0) {
            return sign + length.toHours() + "h";
        }
        return length.toMillis() < 1000
                ? sign + String.format(Locale.ROOT, "%.1fms", length.toNanos() / NANOS_PER_MILLI)
                : sign + String.format(Locale.ROOT, "%.1fs", length.toMillis() / 1e3);
    }

    private static String orNothing(String text) {
        return text.isEmpty() ? NOTHING : text;
    }
}
