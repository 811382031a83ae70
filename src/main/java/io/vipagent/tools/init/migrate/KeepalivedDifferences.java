package io.vipagent.tools.init.migrate;

import io.vipagent.core.text.Durations;
import io.vipagent.tools.conf.Position;
import io.vipagent.tools.conf.Word;
import io.vipagent.tools.conf.keepalived.Statement;
import io.vipagent.tools.conf.keepalived.Tracked;
import io.vipagent.tools.conf.keepalived.VrrpInstance;
import io.vipagent.tools.conf.keepalived.VrrpScript;
import io.vipagent.tools.conf.keepalived.Weight;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What an old keepalived.conf and the new one of the same node say, and not alike. */
final class KeepalivedDifferences {
    private static final List<String> GLOBAL = List.of("router_id", "enable_script_security", "script_user");

    /** {@code nopreempt} has notes of its own, and what nodes must have alike is an option. */
    private static final List<String> INSTANCE = List.of(
            "state",
            "interface",
            "virtual_router_id",
            "advert_int",
            "preempt",
            "unicast_src_ip",
            "authentication",
            "unicast_peer",
            "use_vmac");

    private final Router old;
    private final Router fresh;
    private final List<Difference> differences = new ArrayList<>();

    private KeepalivedDifferences(Router old, Router fresh) {
        this.old = old;
        this.fresh = fresh;
    }

    /** {@code owned}: whether both are known to be the same node's, so that what is its own is compared too. */
    static List<Difference> of(Router old, Router fresh, boolean owned) {
        KeepalivedDifferences all = new KeepalivedDifferences(old, fresh);
        all.globals(owned);
        all.instances(owned);
        all.scripts();
        return all.differences;
    }

    private void globals(boolean owned) {
        for (String name : GLOBAL) {
            if (owned || !name.equals("router_id")) {
                old.global(name)
                        .ifPresent(line -> compare(
                                line.at(), words(line), fresh.global(name).map(KeepalivedDifferences::words)));
            }
        }
    }

    private void instances(boolean owned) {
        if (old.version() != fresh.version() && old.four().isPresent()) {
            add(old.versionAt(), "VRRP version " + old.version(), "version " + fresh.version());
        }
        old.instances()
                .forEach(instance -> fresh.instances()
                        .filter(other -> other.isIpv6() == instance.isIpv6())
                        .findFirst()
                        .ifPresent(other -> instance(instance, other, owned)));
    }

    private void instance(VrrpInstance instance, VrrpInstance other, boolean owned) {
        for (String name : INSTANCE) {
            if (owned || !name.equals("unicast_src_ip")) {
                instance.body()
                        .child(name)
                        .filter(line -> !name.equals("unicast_src_ip") || !isSameSource(instance, other))
                        .ifPresent(line -> compare(
                                line.at(), words(line), other.body().child(name).map(KeepalivedDifferences::words)));
            }
        }
        if (owned && instance.priority() != other.priority()) {
            add(instance.at("priority"), "priority " + instance.priority(), "priority " + other.priority());
        }
        instance.body()
                .children("unicast_peer")
                .flatMap(block -> block.children().stream())
                .filter(line -> line.words().size() > 1)
                .forEach(line -> add(line.at(), words(line), line.head().text()));
    }

    /** A prefix behind it means nothing. */
    private static boolean isSameSource(VrrpInstance instance, VrrpInstance other) {
        return instance.source()
                .filter(word -> other.source()
                        .filter(now -> AddressWords.same(word.text(), now.text()))
                        .isPresent())
                .isPresent();
    }

    private void scripts() {
        Optional<Tracked> now = fresh.main().scripts().stream().findFirst();
        now.flatMap(tracked -> script(fresh, tracked))
                .ifPresent(check -> old.main()
                        .scripts()
                        .forEach(tracked -> script(old, tracked).ifPresent(script -> script(script, tracked, check))));
    }

    /** Returns the script that a line tracks. */
    static Optional<VrrpScript> script(Router router, Tracked tracked) {
        return router.conf().scripts().stream()
                .filter(script -> script.name().is(tracked.name().text()))
                .findFirst();
    }

    /** Returns what a failure of a script does, by the line that tracks it or by the script itself. */
    static Weight weight(VrrpScript script, Tracked tracked) {
        return tracked.weight().orElse(script.weight());
    }

    private void script(VrrpScript script, Tracked tracked, VrrpScript check) {
        compare(script.at("script"), "script " + program(script), Optional.of("script " + program(check)));
        seconds(script, "interval", script.interval(), check.interval());
        seconds(script, "timeout", script.timeout(), check.timeout());
        number(script.at("fall"), "fall", script.fall(), check.fall());
        number(script.at("rise"), "rise", script.rise(), check.rise());
        number(
                tracked.weight().isPresent() ? tracked.line().at() : script.at("weight"),
                "weight",
                weight(script, tracked).value(),
                check.weight().value());
        script.body()
                .child("user")
                .ifPresent(line -> add(
                        line.at(),
                        words(line),
                        fresh.global("script_user")
                                .map(KeepalivedDifferences::words)
                                .orElse(Difference.NONE)));
        script.body().child("init_fail").ifPresent(line -> add(line.at(), "init_fail", Difference.NONE));
    }

    private static String program(VrrpScript script) {
        return String.join(" ", script.arguments().stream().limit(2).toList());
    }

    private void seconds(VrrpScript script, String name, Duration before, Duration now) {
        if (before.compareTo(now) != 0) {
            add(script.at(name), name + " " + Durations.seconds(before), name + " " + Durations.seconds(now));
        }
    }

    private void number(Position at, String name, int before, int now) {
        if (before != now) {
            add(at, name + " " + before, name + " " + now);
        }
    }

    private void compare(Position at, String before, Optional<String> now) {
        if (now.filter(before::equals).isEmpty()) {
            add(at, before, now.orElse(Difference.NONE));
        }
    }

    private void add(Position at, String before, String now) {
        differences.add(new Difference(at, before, now));
    }

    /** Returns the line, without what is in its block: a password may be there. */
    private static String words(Statement line) {
        return line.words().stream().map(Word::text).collect(Collectors.joining(" "));
    }
}
