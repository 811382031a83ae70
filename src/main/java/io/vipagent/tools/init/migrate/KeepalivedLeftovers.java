package io.vipagent.tools.init.migrate;

import io.vipagent.tools.conf.Position;
import io.vipagent.tools.conf.Source;
import io.vipagent.tools.conf.Word;
import io.vipagent.tools.conf.keepalived.KeepalivedConf;
import io.vipagent.tools.conf.keepalived.Statement;
import io.vipagent.tools.conf.keepalived.VrrpInstance;
import io.vipagent.tools.conf.keepalived.VrrpScript;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What of keepalived.conf has no place in the new one. */
final class KeepalivedLeftovers {
    private static final Set<String> GLOBALS =
            Set.of("router_id", "enable_script_security", "script_user", "vrrp_version", "vrrp_strict");
    private static final Set<String> INSTANCE = Set.of(
            "state",
            "interface",
            "virtual_router_id",
            "priority",
            "version",
            "advert_int",
            "authentication",
            "virtual_ipaddress",
            "virtual_ipaddress_excluded",
            "unicast_src_ip",
            "unicast_peer",
            "nopreempt",
            "down_timer_adverts",
            "no_accept",
            "strict_mode",
            "preempt",
            "track_script");
    private static final Set<String> SCRIPT =
            Set.of("script", "interval", "timeout", "weight", "rise", "fall", "init_fail", "user");
    private static final String BY_HAND = "add it to the new keepalived.conf by hand where it is needed";

    private final KeepalivedConf conf;
    private final Optional<Router> router;
    private final Map<String, Source> scripts;
    private final MigrationLog notes;
    private final Set<Position> unknown = new HashSet<>();
    private final Set<String> tracked;

    private KeepalivedLeftovers(
            KeepalivedConf conf, Optional<Router> router, Map<String, Source> scripts, MigrationLog notes) {
        this.conf = conf;
        this.router = router;
        this.scripts = scripts;
        this.notes = notes;
        this.tracked = router.stream()
                .flatMap(Router::instances)
                .flatMap(instance -> instance.scripts().stream())
                .map(script -> script.name().text())
                .collect(Collectors.toSet());
        conf.unknown().stream().map(Word::at).forEach(unknown::add);
    }

    static void note(KeepalivedConf conf, Optional<Router> router, Map<String, Source> scripts, MigrationLog notes) {
        new KeepalivedLeftovers(conf, router, scripts, notes).note();
    }

    private void note() {
        for (Statement statement : conf.tree().statements()) {
            switch (statement.head().text()) {
                case "global_defs" -> {
                    within(statement, GLOBALS, "in global_defs; " + BY_HAND);
                    dropping(statement, "vrrp_strict");
                }
                case "vrrp_instance" -> instance(statement);
                case "vrrp_script" -> script(new VrrpScript(statement.argument().orElse(statement.head()), statement));
                case "track_file", "vrrp_track_file", "track_process", "vrrp_track_process" ->
                    left(statement, "it is not tracked any more; add it and what tracks it by hand where it is needed");
                default -> left(statement, BY_HAND);
            }
        }
    }

    /** Nobody should take over by hand what made the VIP answer nobody. */
    private void dropping(Statement block, String... keys) {
        block.children(keys)
                .forEach(line -> notes.left(
                        line.at(),
                        line.head().text(),
                        "left out for good: by it keepalived drops what clients send to the VIP"));
    }

    private void instance(Statement statement) {
        boolean mine = router.stream()
                .flatMap(Router::instances)
                .anyMatch(instance -> instance.body().equals(statement));
        if (!mine) {
            left(
                    statement,
                    "copy it to the new keepalived.conf by hand, or its addresses are gone; if this is the one "
                            + "that is meant, give its --vip");
            return;
        }
        VrrpInstance instance = new VrrpInstance(statement.argument().orElse(statement.head()), statement);
        within(statement, INSTANCE, "in " + MigrationLog.first(statement.words()) + "; " + BY_HAND);
        dropping(statement, "strict_mode", "no_accept");
        statement
                .child("authentication")
                .ifPresent(block -> block.children().stream()
                        .filter(line -> !line.is("auth_type") && !line.is("auth_pass"))
                        .forEach(line -> notes.left(line.at(), line.head().text(), "in authentication; " + BY_HAND)));
        statement
                .children("virtual_ipaddress_excluded")
                .forEach(block -> left(block, "its addresses are not in the new file; add the block by hand"));
        statement
                .children("virtual_ipaddress")
                .flatMap(block -> block.children().stream())
                .forEach(line -> address(instance, line));
    }

    private void address(VrrpInstance instance, Statement line) {
        String text = line.head().text();
        int slash = text.indexOf('/');
        String own = text.indexOf(':') < 0 ? "32" : "128";
        if (slash >= 0 && !text.substring(slash + 1).equals(own)) {
            notes.left(
                    line.at(),
                    text,
                    "written with /" + own + ": keepalived takes it off and puts it on again, within a millisecond");
        }
        List<Word> words = line.arguments();
        boolean same = words.size() == 2
                && words.getFirst().is("dev")
                && instance.interfaceName().filter(words.getLast()::is).isPresent();
        if (!words.isEmpty() && !same) {
            String all = words.stream().map(Word::text).collect(Collectors.joining(" "));
            notes.left(line.at(), text + " " + all, BY_HAND);
        }
    }

    private void script(VrrpScript script) {
        Statement body = script.body();
        within(body, SCRIPT, "in " + MigrationLog.first(body.words()) + "; vip-agent check takes its place");
        String program = script.program().orElse("");
        if (!tracked.contains(script.name().text())) {
            left(body, "the VIP's instance does not track it; " + BY_HAND);
        } else if (scripts.containsKey(program)) {
            CheckScript.surplus(scripts.get(program))
                    .ifPresent(found -> notes.left(
                            found.at(),
                            found.text(),
                            "vip-agent check takes the script's place; if this looks at more than the "
                                    + "apiserver, track the script by hand as well"));
        } else if (!CheckScript.isGuides(program)) {
            notes.left(
                    script.at("script"),
                    "script " + program,
                    "vip-agent check takes its place; if it looks at more than the apiserver, add it and its "
                            + "track_script by hand");
        }
    }

    private void within(Statement block, Set<String> known, String todo) {
        Stream<Statement> others = block.children().stream()
                .filter(child -> !known.contains(child.head().text()));
        notes.left(
                others.filter(child -> {
                            boolean odd = unknown.contains(child.at());
                            if (odd) {
                                left(child, todo);
                            }
                            return !odd;
                        })
                        .map(Statement::words)
                        .toList(),
                todo);
    }

    private void left(Statement statement, String todo) {
        notes.left(
                statement.at(),
                MigrationLog.first(statement.words()),
                unknown.contains(statement.at())
                        ? "keepalived does not know it: leave it out, or mend its spelling"
                        : todo);
    }
}
