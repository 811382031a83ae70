package io.vipagent.agent.haproxy;

import io.vipagent.core.health.Health;
import io.vipagent.core.health.Health.Unhealthy;
import io.vipagent.core.health.HealthSnapshot;
import io.vipagent.core.health.Reason;
import io.vipagent.core.health.TargetSnapshot;
import io.vipagent.core.target.Target;
import io.vipagent.core.target.TargetRole;
import io.vipagent.core.text.OneLine;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A question of an agent-check client: who asks, and for what.
 *
 * @param target the target that is asked for; empty: the node
 */
record Asking(InetAddress from, Optional<String> target) {
    private static final String NODE = "";
    private static final String UNNAMED = "?";

    /** Returns each haproxy by its address: one that has just come has heard nothing of what another was told. */
    String asker(HealthSnapshot view) {
        String name = target.map(asked -> view.target(asked).isPresent() ? asked : UNNAMED)
                .orElse(NODE);
        return from.getHostAddress() + " " + name;
    }

    /** Returns what a verdict is of: what is asked there, in its role, as {@link TargetSnapshot#isOf} says. */
    String subject(HealthSnapshot view) {
        return judged(view).map(judged -> judged.role() + " " + judged.url()).collect(Collectors.joining(" "));
    }

    /** Returns whether there is what is asked for: the node, or a target of that name. */
    boolean exists(HealthSnapshot view) {
        return target.isEmpty() || target.flatMap(view::target).isPresent();
    }

    /** Returns what is known of it. */
    Health answer(HealthSnapshot view) {
        return target.map(name -> view.target(name)
                        .orElseGet(() -> new Unhealthy(
                                Reason.AGENT_ERROR, "no target named " + OneLine.line(name, 40) + ", see agent-send")))
                .orElseGet(view::service);
    }

    private Stream<Target> judged(HealthSnapshot view) {
        List<Target> all = view.snapshots().stream().map(TargetSnapshot::target).toList();
        List<Target> asked = all.stream()
                .filter(each -> target.map(each.name()::equals).orElse(each.role() == TargetRole.LOCAL))
                .toList();
        // Where there is no local target, the node is judged by its decision, to which all belong.
        return (target.isEmpty() && asked.isEmpty() ? all : asked).stream();
    }
}
