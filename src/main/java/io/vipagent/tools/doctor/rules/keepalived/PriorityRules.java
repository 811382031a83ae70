package io.vipagent.tools.doctor.rules.keepalived;

import io.vipagent.tools.conf.keepalived.KeepalivedConf;
import io.vipagent.tools.conf.keepalived.SyncGroup;
import io.vipagent.tools.conf.keepalived.VrrpInstance;
import io.vipagent.tools.conf.keepalived.VrrpInstance.RouterIdentity;
import io.vipagent.tools.doctor.facts.Facts;
import io.vipagent.tools.doctor.rules.Finding;
import io.vipagent.tools.doctor.rules.FindingId;
import io.vipagent.tools.doctor.rules.Rule;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The rules look whether a failure moves the VIP, and to one node. */
public final class PriorityRules implements Rule {
    @Override
    public Stream<Finding> check(Facts facts) {
        return Stream.of(
                        facts.keepalived().stream().flatMap(conf -> belowGap(facts, conf)),
                        Pairs.among(facts.keepalived()).flatMap(PriorityRules::equal),
                        facts.own().flatMap(PriorityRules::owner),
                        nopreempt(facts),
                        facts.own().flatMap(PriorityRules::cleared),
                        facts.own().flatMap(PriorityRules::grouped))
                .flatMap(found -> found);
    }

    private static Stream<Finding> belowGap(Facts facts, KeepalivedConf conf) {
        Map<RouterIdentity, NavigableSet<Integer>> others = others(facts, conf);
        return conf.instances().stream().flatMap(instance -> {
            int best = Weights.best(conf, instance);
            Optional<Integer> next = instance.router()
                    .flatMap(router -> Optional.ofNullable(others.get(router)))
                    .flatMap(priorities -> Optional.ofNullable(priorities.lower(best)));
            return Weights.of(conf, instance)
                    .filter(weight -> next.filter(priority -> best - Math.abs(weight.value()) >= priority)
                            .isPresent())
                    .map(weight -> Finding.at(
                            FindingId.WEIGHT_BELOW_GAP,
                            weight.at(),
                            "a failure of " + weight.name() + " lowers "
                                    + instance.name().text() + " from " + best
                                    + " to " + (best - Math.abs(weight.value())) + ", and the next node has "
                                    + next.orElseThrow(),
                            "weight 0, or weight -" + (best - next.orElseThrow() + 1)));
        });
    }

    /** Returns the priorities that the other nodes have for each virtual router. */
    private static Map<RouterIdentity, NavigableSet<Integer>> others(Facts facts, KeepalivedConf conf) {
        Map<RouterIdentity, NavigableSet<Integer>> priorities = new HashMap<>();
        for (KeepalivedConf other : facts.keepalived()) {
            if (other != conf) {
                for (VrrpInstance instance : other.instances()) {
                    instance.router()
                            .ifPresent(router -> priorities
                                    .computeIfAbsent(router, _ -> new TreeSet<>())
                                    .add(Weights.best(other, instance)));
                }
            }
        }
        return priorities;
    }

    private static Stream<Finding> equal(Pairs pair) {
        return pair.one().priority() != pair.other().priority() || pair.one().isOwner()
                ? Stream.empty()
                : Stream.of(Finding.at(
                        FindingId.EQUAL_PRIORITIES,
                        pair.other().at("priority"),
                        pair.other().name().text() + " has priority "
                                + pair.other().priority() + " as in "
                                + pair.one().at("priority").lineOfFile(),
                        "priority "
                                + (pair.other().priority() > 1 ? pair.other().priority() - 1 : 2)));
    }

    private static Stream<Finding> owner(KeepalivedConf conf) {
        return conf.instances().stream()
                .filter(VrrpInstance::isOwner)
                .map(instance -> Finding.at(
                        FindingId.PRIORITY_255,
                        instance.at("priority"),
                        instance.name().text() + " has priority 255",
                        "priority 254"));
    }

    /**
     * Who falls loses the VIP to a node that takes over; one with nopreempt does not. Where the other nodes' files are
     * not known they are taken to be like this one.
     */
    private static Stream<Finding> nopreempt(Facts facts) {
        Stream<Finding> alone = facts.own()
                .filter(conf -> facts.keepalived().size() == 1)
                .flatMap(conf -> conf.instances().stream()
                        .filter(VrrpInstance::neverPreempts)
                        .flatMap(instance -> Weights.ofAll(conf, instance)
                                .map(weight -> Finding.at(
                                        FindingId.NOPREEMPT_WITH_WEIGHT,
                                        instance.at("nopreempt"),
                                        instance.name().text() + " has nopreempt, and " + weight.name() + " has weight "
                                                + weight.value(),
                                        "weight 0 there, or leave nopreempt out"))));
        Stream<Finding> among = Pairs.among(facts.keepalived())
                .flatMap(pair -> Stream.concat(
                        kept(pair.ofOne(), pair.one(), pair.other()), kept(pair.ofOther(), pair.other(), pair.one())));
        return Stream.concat(alone, among);
    }

    private static Stream<Finding> kept(KeepalivedConf conf, VrrpInstance falling, VrrpInstance other) {
        return other.neverPreempts()
                ? Weights.ofAll(conf, falling)
                        .map(weight -> Finding.at(
                                FindingId.NOPREEMPT_WITH_WEIGHT,
                                other.at("nopreempt"),
                                other.name().text() + " has nopreempt, and in " + conf.file() + " " + weight.name()
                                        + " has weight " + weight.value(),
                                "weight 0 in " + conf.file() + ", or leave nopreempt out here"))
                : Stream.empty();
    }

    private static Stream<Finding> cleared(KeepalivedConf conf) {
        return conf.instances().stream()
                .filter(instance -> instance.nopreempt() && !instance.neverPreempts())
                .map(instance -> Finding.at(
                        FindingId.NOPREEMPT_CLEARED,
                        instance.at("nopreempt"),
                        instance.name().text() + " has nopreempt and state MASTER",
                        "state BACKUP on every node, or leave nopreempt out"));
    }

    private static Stream<Finding> grouped(KeepalivedConf conf) {
        // The first group counts (keepalived 2.2.7: "cannot exist in more than one sync group; ignoring B").
        return conf.instances().stream()
                .flatMap(instance -> conf.groups(instance)
                        .limit(1)
                        .filter(group -> !group.countsWeights())
                        .flatMap(group -> grouped(conf, group, instance)));
    }

    private static Stream<Finding> grouped(KeepalivedConf conf, SyncGroup group, VrrpInstance instance) {
        return Weights.of(conf, instance)
                .map(weight -> Finding.at(
                        FindingId.GROUP_IGNORES_WEIGHT,
                        weight.at(),
                        weight.name() + " has weight " + weight.value() + ", and "
                                + instance.name().text() + " is in the group "
                                + group.name().text(),
                        "sync_group_tracking_weight in the group, or weight 0"));
    }
}
