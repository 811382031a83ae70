package io.vipagent.tools.doctor.rules.keepalived;

import io.vipagent.core.text.IpAddresses;
import io.vipagent.tools.conf.keepalived.KeepalivedConf;
import io.vipagent.tools.conf.keepalived.Statement;
import io.vipagent.tools.conf.keepalived.SyncGroup;
import io.vipagent.tools.conf.keepalived.Tracked;
import io.vipagent.tools.conf.keepalived.VrrpInstance;
import io.vipagent.tools.conf.keepalived.VrrpScript;
import io.vipagent.tools.doctor.facts.Facts;
import io.vipagent.tools.doctor.rules.Finding;
import io.vipagent.tools.doctor.rules.FindingId;
import io.vipagent.tools.doctor.rules.Rule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The rules look whether what is defined counts: whole, once, before it is used, and used at all. Tried with keepalived
 * 2.2.7.
 */
public final class DefinitionRules implements Rule {
    /** What a definition must say. */
    private static final Map<String, String> NEEDED = Map.of(
            "vrrp_script",
            "script",
            "track_file",
            "file",
            "vrrp_track_file",
            "file",
            "track_process",
            "process",
            "vrrp_track_process",
            "process");

    private static final List<String> ONCE = List.of("vrrp_instance", "vrrp_script", "vrrp_sync_group");

    @Override
    public Stream<Finding> check(Facts facts) {
        return facts.own()
                .flatMap(conf -> Stream.of(
                                incomplete(conf), twice(conf), undefined(conf), untracked(conf), unchecked(facts, conf))
                        .flatMap(found -> found));
    }

    private static Stream<Finding> incomplete(KeepalivedConf conf) {
        return conf.definitions(NEEDED.keySet().toArray(String[]::new))
                .filter(block -> !says(block, needed(block)))
                .map(block -> Finding.at(
                        FindingId.DEFINITION_INCOMPLETE,
                        block.at(),
                        block.head().text() + " " + name(block) + " has no line \"" + needed(block) + "\"",
                        needed(block).equals("script")
                                ? "script \"/usr/bin/vip-agent check\""
                                : needed(block) + " with a value"));
    }

    private static String needed(Statement block) {
        return NEEDED.getOrDefault(block.head().text(), "");
    }

    private static boolean says(Statement block, String key) {
        return block.value(key).filter(word -> !word.text().isEmpty()).isPresent();
    }

    private static String name(Statement block) {
        return block.argument().orElse(block.head()).text();
    }

    private static Stream<Finding> twice(KeepalivedConf conf) {
        return ONCE.stream().flatMap(kind -> {
            List<Statement> all = conf.definitions(kind).toList();
            List<Finding> found = new ArrayList<>();
            Map<String, Statement> first = new HashMap<>();
            for (Statement later : all) {
                Optional.ofNullable(first.putIfAbsent(name(later), later))
                        .map(earlier -> Finding.at(
                                FindingId.DEFINED_TWICE,
                                later.at(),
                                kind + " " + name(later) + " is defined already, at "
                                        + earlier.at().lineOfFile(),
                                "another name, or leave one of them out"))
                        .ifPresent(found::add);
            }
            return found.stream();
        });
    }

    private static Stream<Finding> undefined(KeepalivedConf conf) {
        return Stream.of(
                        undefined(
                                conf,
                                tracked(conf, VrrpInstance::scripts, SyncGroup::scripts),
                                conf::script,
                                "vrrp_script"),
                        undefined(
                                conf,
                                tracked(conf, VrrpInstance::files, SyncGroup::files),
                                conf::file,
                                "track_file",
                                "vrrp_track_file"),
                        undefined(
                                conf,
                                tracked(conf, VrrpInstance::processes, SyncGroup::processes),
                                conf::process,
                                "track_process",
                                "vrrp_track_process"),
                        members(conf))
                .flatMap(found -> found);
    }

    private static Stream<Tracked> tracked(
            KeepalivedConf conf,
            Function<VrrpInstance, List<Tracked>> ofInstance,
            Function<SyncGroup, List<Tracked>> ofGroup) {
        return Stream.concat(
                conf.instances().stream().map(ofInstance).flatMap(List::stream),
                conf.groups().stream().map(ofGroup).flatMap(List::stream));
    }

    private static Stream<Finding> undefined(
            KeepalivedConf conf, Stream<Tracked> all, Function<Tracked, Optional<?>> find, String... kinds) {
        Map<String, List<Statement>> defined =
                conf.definitions(kinds).collect(Collectors.groupingBy(DefinitionRules::name));
        return all.filter(tracked -> find.apply(tracked).isEmpty()).map(tracked -> {
            String name = tracked.name().text();
            List<Statement> same = defined.getOrDefault(name, List.of());
            Optional<Statement> whole =
                    same.stream().filter(block -> says(block, needed(block))).findFirst();
            return Finding.at(
                    FindingId.TRACK_UNDEFINED,
                    tracked.name().at(),
                    same.isEmpty()
                            ? "there is no " + kinds[0] + " " + name
                            : whole.map(block -> kinds[0] + " " + name + " is defined below, at "
                                            + block.at().lineOfFile() + ": keepalived reads from top to bottom")
                                    .orElse(kinds[0] + " " + name + " says nothing that could be tracked"),
                    whole.isPresent()
                            ? "move " + kinds[0] + " " + name + " { ... } above "
                                    + tracked.owner().head().text() + " " + name(tracked.owner())
                            : kinds[0] + " " + name + " { ... }, or the name of one that there is");
        });
    }

    private static Stream<Finding> members(KeepalivedConf conf) {
        Set<String> names = conf.instances().stream()
                .map(instance -> instance.name().text())
                .collect(Collectors.toSet());
        return conf.groups().stream()
                .flatMap(group -> group.instances().stream()
                        .filter(name -> !names.contains(name))
                        .map(name -> Finding.at(
                                FindingId.TRACK_UNDEFINED,
                                group.body().at("group"),
                                "there is no vrrp_instance " + name + " for the group "
                                        + group.name().text(),
                                "the name of an instance that there is")));
    }

    private static Stream<Finding> untracked(KeepalivedConf conf) {
        Set<String> tracked = tracked(conf, VrrpInstance::scripts, SyncGroup::scripts)
                .map(each -> each.name().text())
                .collect(Collectors.toSet());
        return conf.scripts().stream()
                .filter(script -> script.program().isPresent()
                        && !conf.instances().isEmpty()
                        && !tracked.contains(script.name().text()))
                .map(script -> untracked(conf, script));
    }

    private static Finding untracked(KeepalivedConf conf, VrrpScript script) {
        return Finding.at(
                FindingId.SCRIPT_UNTRACKED,
                script.name().at(),
                "no instance tracks the vrrp_script " + script.name().text(),
                "track_script { " + script.name().text() + " } in vrrp_instance "
                        + conf.instances().getFirst().name().text());
    }

    /** An address that the agent does not watch may be another program's, where something else is tracked here. */
    private static Stream<Finding> unchecked(Facts facts, KeepalivedConf conf) {
        boolean tracking = conf.instances().stream().anyMatch(conf::isTracking);
        return conf.instances().stream()
                .filter(instance -> !instance.addresses().isEmpty()
                        && !conf.isTracking(instance)
                        && !(tracking && isOfOthers(facts, instance)))
                .map(instance -> Finding.at(
                        FindingId.VIP_UNCHECKED,
                        instance.name().at(),
                        instance.name().text() + " tracks no script, file or process that keepalived knows",
                        conf.scripts().stream()
                                .filter(script -> script.program().isPresent())
                                .map(script -> "track_script { " + script.name().text() + " }")
                                .findFirst()
                                .orElse("vrrp_script apiserver { script \"/usr/bin/vip-agent check\" }, and "
                                        + "track_script { apiserver } in the instance")));
    }

    private static boolean isOfOthers(Facts facts, VrrpInstance instance) {
        return facts.agent()
                .settings()
                .filter(settings -> !settings.vips().isEmpty()
                        && instance.addresses().stream()
                                .flatMap(address -> IpAddresses.literal(address.address()).stream())
                                .noneMatch(settings.vips()::contains))
                .isPresent();
    }
}
