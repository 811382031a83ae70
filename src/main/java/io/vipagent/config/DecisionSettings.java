package io.vipagent.config;

import static io.vipagent.config.ValueType.BOOL;
import static io.vipagent.config.ValueType.duration;
import static io.vipagent.config.ValueType.word;

import io.vipagent.core.health.DecisionRule;
import io.vipagent.core.health.Policy;
import io.vipagent.core.target.Target;
import io.vipagent.core.target.TargetRole;
import java.time.Duration;
import java.util.List;

/**
 * How this node decides whether it may hold the VIP: what is in force, the rows of the settings, and how they are read.
 *
 * @param rule by which the targets decide
 * @param bootstrapGrace how long this node may hold the VIP before its cluster exists; zero: not at all
 */
public record DecisionSettings(DecisionRule rule, Duration bootstrapGrace) {
    static final Setting.Rows<DecisionSettings> ROWS = new Setting.Rows<>(DecisionSettings.class);

    static final Setting<Policy> POLICY = ROWS.value(
                    "decision.policy",
                    word("a policy: ", Policy.class),
                    decision -> decision.rule().policy())
            .orElse("`frontend` where a frontend is configured, else `local`")
            .does("Which roles must be up. With haproxy in front, any apiserver will do: `frontend` "
                    + "does not move the VIP for one bad apiserver.");

    static final Setting<Boolean> HOLD_WHEN_ALL_DOWN = ROWS.value(
                    "decision.hold-when-all-down",
                    BOOL,
                    decision -> decision.rule().holdWhenAllDown())
            .or("true")
            .does("While every known apiserver fails (there must be backends), a node that may hold "
                    + "the VIP keeps it: moving cannot help. A node that starts in that moment does not "
                    + "get it.");

    static final Setting<Boolean> SINGLE_NODE = ROWS.value(
                    "decision.single-node", BOOL, decision -> decision.rule().singleNode())
            .or("false")
            .does("`true`: the cluster has no other node that could hold the VIP, so this one never "
                    + "releases it for what its targets do, only when it is drained.");

    static final Setting<Duration> BOOTSTRAP_GRACE = ROWS.value(
                    "decision.bootstrap-grace", duration("0s", "60m"), DecisionSettings::bootstrapGrace)
            .or("0s")
            .needsRestart()
            .does("For the first node of a new cluster: `kubeadm init` reaches the apiserver that it "
                    + "starts through the VIP. An agent that starts before kubeadm has made the `ca-file` "
                    + "of a deciding target lets this node hold the VIP until an apiserver has served for "
                    + "the first time, and for this long at most. Once that file is there, a restart of "
                    + "the agent or the node is no bootstrap.");

    /** Returns how these targets decide. */
    static DecisionSettings read(SettingValues values, List<Target> targets) {
        boolean frontend = targets.stream().anyMatch(target -> target.role() == TargetRole.FRONTEND);
        Policy policy = values.written(POLICY).orElse(frontend ? Policy.FRONTEND : Policy.LOCAL);
        for (TargetRole role : TargetRole.values()) {
            if (policy.asks(role) && targets.stream().noneMatch(target -> target.role() == role)) {
                values.say(
                        POLICY,
                        "\"" + policy.label() + "\" asks targets with the role " + role.label()
                                + ", and there is none");
            }
        }
        return new DecisionSettings(
                new DecisionRule(policy, values.value(HOLD_WHEN_ALL_DOWN), values.value(SINGLE_NODE)),
                values.value(BOOTSTRAP_GRACE));
    }
}
