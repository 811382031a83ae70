package io.vipagent.tools.conf.keepalived;

import io.vipagent.tools.conf.Fault;
import io.vipagent.tools.conf.Position;
import io.vipagent.tools.conf.Word;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a keepalived.conf says of VRRP. Everything knows where it is written; what rules ask again and again is found
 * once.
 */
public final class KeepalivedConf {
    private static final Set<String> OFF = Set.of("off", "false", "no");

    private final Tree tree;
    private final List<VrrpScript> scripts;
    private final List<TrackedFile> files;
    private final List<TrackedProcess> processes;
    private final List<VrrpInstance> instances;
    private final List<SyncGroup> groups;
    private final Map<String, List<Statement>> globals;
    private final Map<String, List<VrrpScript>> scriptsByName;
    private final Map<String, List<TrackedFile>> filesByName;
    private final Map<String, List<TrackedProcess>> processesByName;
    private final Map<String, List<SyncGroup>> groupsByInstance = new HashMap<>();

    /** The place of each outermost statement, by the very object: equal ones may be there twice. */
    private final Map<Statement, Integer> order = new IdentityHashMap<>();

    /** Returns what {@code tree} says. */
    public KeepalivedConf(Tree tree) {
        this.tree = tree;
        this.scripts = named(tree, VrrpScript::new, "vrrp_script");
        this.files = named(tree, TrackedFile::new, "track_file", "vrrp_track_file");
        this.processes = named(tree, TrackedProcess::new, "track_process", "vrrp_track_process");
        this.instances = named(tree, VrrpInstance::new, "vrrp_instance");
        this.groups = named(tree, SyncGroup::new, "vrrp_sync_group");
        this.globals = blocks(tree, "global_defs")
                .flatMap(block -> block.children().stream())
                .collect(Collectors.groupingBy(line -> line.head().text()));
        this.scriptsByName = scripts.stream()
                .collect(Collectors.groupingBy(script -> script.name().text()));
        this.filesByName =
                files.stream().collect(Collectors.groupingBy(file -> file.name().text()));
        this.processesByName = processes.stream()
                .collect(Collectors.groupingBy(process -> process.name().text()));
        for (SyncGroup group : groups) {
            for (String instance : new LinkedHashSet<>(group.instances())) {
                groupsByInstance
                        .computeIfAbsent(instance, none -> new ArrayList<>())
                        .add(group);
            }
        }
        for (int i = 0; i < tree.statements().size(); i++) {
            order.putIfAbsent(tree.statements().get(i), i);
        }
    }

    /** Returns all that is written. */
    public Tree tree() {
        return tree;
    }

    /** Returns the outermost file. */
    public String file() {
        return tree.file();
    }

    /** Returns what could not be understood. */
    public List<Fault> faults() {
        return tree.faults();
    }

    /** Returns whether scripts that could be replaced by others than root are left out. */
    public boolean scriptSecurity() {
        return globals("enable_script_security").findAny().isPresent();
    }

    /** Returns the user that scripts run as where they name none. */
    public Optional<Word> scriptUser() {
        return scriptUsers().flatMap(Statement::argument);
    }

    /** Returns the group that they run as then. */
    public Optional<Word> scriptGroup() {
        return scriptUsers().flatMap(line -> line.arguments().stream().skip(1).findFirst());
    }

    private Optional<Statement> scriptUsers() {
        return globals("script_user").reduce((first, second) -> second);
    }

    /** Returns where the global definitions are; the file's beginning where there are none. */
    public Position globals() {
        return blocks("global_defs").map(Statement::at).findFirst().orElse(new Position(file(), 1, 1));
    }

    /** Returns the {@code vrrp_script} blocks, in the order of the file. */
    public List<VrrpScript> scripts() {
        return scripts;
    }

    /** Returns the files that keepalived follows. */
    public List<TrackedFile> files() {
        return files;
    }

    /** Returns the processes that keepalived follows. */
    public List<TrackedProcess> processes() {
        return processes;
    }

    /** Returns the virtual routers. */
    public List<VrrpInstance> instances() {
        return instances;
    }

    /**
     * Returns the version of VRRP that {@code instance}, one of these, sends: 2 where nothing is written, 3 over IPv6.
     */
    public int version(VrrpInstance instance) {
        return instance.version()
                .or(() -> globals("vrrp_version")
                        .reduce((first, second) -> second)
                        .flatMap(Statement::argument)
                        .flatMap(word -> Numbers.integer(word.text()))
                        .filter(version -> !instance.isIpv6()))
                .orElse(instance.isIpv6() ? 3 : 2);
    }

    /**
     * Returns the group that {@code instance}, one of these, sends its advertisements to where they are not unicast.
     */
    public String multicastGroup(VrrpInstance instance) {
        return instance.body()
                .value("mcast_dst_ip")
                .or(() -> globals(instance.isIpv6() ? "vrrp_mcast_group6" : "vrrp_mcast_group4")
                        .reduce((first, second) -> second)
                        .flatMap(Statement::argument))
                .map(Word::text)
                .orElse(instance.isIpv6() ? "ff02::12" : "224.0.0.18");
    }

    /**
     * Returns the line by which keepalived drops what is sent to the addresses of {@code instance}, one of these:
     * {@code no_accept}, or strict mode without {@code accept}, which version 2 does not take there. The owner of the
     * address, by priority 255, accepts all (RFC 5798, section 6.4.3; keepalived's vrrp.c asks for the priority first).
     */
    public Optional<Statement> dropping(VrrpInstance instance) {
        if (instance.isOwner()) {
            return Optional.empty();
        }
        Optional<Statement> own = instance.body().child("strict_mode");
        Optional<Statement> strict = own.isPresent()
                ? own.filter(line -> line.argument()
                        .filter(word -> OFF.contains(word.text()))
                        .isEmpty())
                : globals("vrrp_strict").findFirst();
        boolean accepts = instance.body().child("accept").isPresent() && version(instance) == 3;
        return instance.body().child("no_accept").or(() -> strict.filter(line -> !accepts));
    }

    /** Returns the groups of virtual routers. */
    public List<SyncGroup> groups() {
        return groups;
    }

    /**
     * Returns the script that a line tracks. keepalived knows those alone that are defined further up and say what to
     * run (2.2.7: "track script c not found, ignoring").
     */
    public Optional<VrrpScript> script(Tracked tracked) {
        return scriptsByName.getOrDefault(tracked.name().text(), List.of()).stream()
                .filter(script -> script.program().isPresent() && isBefore(script.body(), tracked.owner()))
                .findFirst();
    }

    /** Returns the file that a line tracks, if it is defined further up and says which file. */
    public Optional<TrackedFile> file(Tracked tracked) {
        return filesByName.getOrDefault(tracked.name().text(), List.of()).stream()
                .filter(file -> file.file().isPresent() && isBefore(file.body(), tracked.owner()))
                .findFirst();
    }

    /** Returns the process that a line tracks, if it is defined further up and says which process. */
    public Optional<TrackedProcess> process(Tracked tracked) {
        return processesByName.getOrDefault(tracked.name().text(), List.of()).stream()
                .filter(process -> !process.process().isEmpty() && isBefore(process.body(), tracked.owner()))
                .findFirst();
    }

    private boolean isBefore(Statement one, Statement other) {
        return order.getOrDefault(one, -1) < order.getOrDefault(other, -1);
    }

    /** Returns the groups that {@code instance} is in. */
    public Stream<SyncGroup> groups(VrrpInstance instance) {
        return groupsByInstance.getOrDefault(instance.name().text(), List.of()).stream();
    }

    /** Returns the scripts that {@code instance} or its group tracks, those that keepalived knows. */
    public List<VrrpScript> scripts(VrrpInstance instance) {
        return Stream.concat(instance.scripts().stream(), groups(instance).flatMap(group -> group.scripts().stream()))
                .flatMap(tracked -> script(tracked).stream())
                .distinct()
                .toList();
    }

    /** Returns whether {@code instance} or its group tracks anything that keepalived knows. */
    public boolean isTracking(VrrpInstance instance) {
        return !scripts(instance).isEmpty()
                || Stream.concat(instance.files().stream(), groups(instance).flatMap(group -> group.files().stream()))
                        .anyMatch(tracked -> file(tracked).isPresent())
                || Stream.concat(
                                instance.processes().stream(),
                                groups(instance).flatMap(group -> group.processes().stream()))
                        .anyMatch(tracked -> process(tracked).isPresent());
    }

    /**
     * Returns whether interfaces may come later ({@code dynamic_interfaces}), so that one that is missing stops
     * nothing.
     */
    public boolean dynamicInterfaces() {
        return globals("dynamic_interfaces").findAny().isPresent();
    }

    /** Returns the interface of instances that name none. */
    public Optional<Word> defaultInterface() {
        return globals("default_interface").reduce((first, second) -> second).flatMap(Statement::argument);
    }

    /** Returns the named blocks of the kinds that keepalived defines once per name, in their order. */
    public Stream<Statement> definitions(String... kinds) {
        return blocks(kinds).filter(block -> block.block().isPresent());
    }

    /** Returns every statement, those in blocks too. */
    public Stream<Statement> everything() {
        return tree.statements().stream().flatMap(KeepalivedConf::withChildren);
    }

    private static Stream<Statement> withChildren(Statement statement) {
        return Stream.concat(Stream.of(statement), statement.children().stream().flatMap(KeepalivedConf::withChildren));
    }

    /** Directives that keepalived 2.0 to 2.3 does not know; they are in the tree all the same. */
    public List<Word> unknown() {
        return Keywords.unknown(tree.statements());
    }

    private Stream<Statement> globals(String name) {
        return globals.getOrDefault(name, List.of()).stream();
    }

    private Stream<Statement> blocks(String... names) {
        return blocks(tree, names);
    }

    private static Stream<Statement> blocks(Tree tree, String... names) {
        Set<String> wanted = Set.of(names);
        return tree.statements().stream()
                .filter(statement -> wanted.contains(statement.head().text()));
    }

    private static <T> List<T> named(Tree tree, BiFunction<Word, Statement, T> view, String... names) {
        return blocks(tree, names)
                .filter(block -> block.block().isPresent())
                .map(block -> view.apply(block.argument().orElse(block.head()), block))
                .toList();
    }
}
