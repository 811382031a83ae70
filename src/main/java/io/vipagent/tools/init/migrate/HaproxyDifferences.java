package io.vipagent.tools.init.migrate;

import io.vipagent.core.text.Durations;
import io.vipagent.tools.conf.Position;
import io.vipagent.tools.conf.Word;
import io.vipagent.tools.conf.haproxy.Bind;
import io.vipagent.tools.conf.haproxy.HaproxyConf;
import io.vipagent.tools.conf.haproxy.HaproxyParser;
import io.vipagent.tools.conf.haproxy.Line;
import io.vipagent.tools.conf.haproxy.Proxy;
import io.vipagent.tools.conf.haproxy.Section;
import io.vipagent.tools.conf.haproxy.Server;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What an old haproxy.cfg and the new one say, and not alike. */
final class HaproxyDifferences {
    /** Two words say what such a line is about. */
    private static final Set<String> PAIRS = Set.of("option", "timeout", "stats", "http-check", "no");

    /** What has notes or a comparison of its own. */
    private static final Set<String> ELSEWHERE =
            Set.of("bind", "server", "default-server", "default_backend", "use_backend", "mode");

    private static final List<String> WORDS =
            List.of("fastinter", "downinter", "verify", "ca-file", "verifyhost", "on-marked-down");

    private final HaproxyParser.HaproxyTree old;
    private final HaproxyParser.HaproxyTree fresh;
    private final List<Difference> differences = new ArrayList<>();

    private HaproxyDifferences(HaproxyParser.HaproxyTree old, HaproxyParser.HaproxyTree fresh) {
        this.old = old;
        this.fresh = fresh;
    }

    static List<Difference> of(HaproxyParser.HaproxyTree old, HaproxyParser.HaproxyTree fresh) {
        HaproxyDifferences all = new HaproxyDifferences(old, fresh);
        Optional<HaproxyChoice> before = HaproxyChoice.of(HaproxyConf.of(old));
        Optional<HaproxyChoice> after = HaproxyChoice.of(HaproxyConf.of(fresh));
        all.globals();
        before.ifPresent(chosen -> after.ifPresent(now -> all.proxies(chosen, now)));
        return all.differences;
    }

    private void globals() {
        List<Line> now = lines(fresh, "global").toList();
        lines(old, "global")
                .filter(line -> line.beginsAny(HaproxyLeftovers.GLOBAL))
                .forEach(line -> compare(line, now));
    }

    private static Stream<Line> lines(HaproxyParser.HaproxyTree tree, String kind) {
        return tree.sections().stream()
                .filter(section -> section.kind().equals(kind))
                .map(Section::lines)
                .flatMap(List::stream);
    }

    private void proxies(HaproxyChoice before, HaproxyChoice after) {
        List<Line> now =
                after.proxies().stream().flatMap(Proxy::lines).distinct().toList();
        Set<String> known = new HashSet<>();
        before.proxies().stream()
                .flatMap(Proxy::lines)
                .distinct()
                .filter(line -> line.beginsAny(HaproxyLeftovers.DEFAULTS) || line.beginsAny(HaproxyLeftovers.MINE))
                .filter(line -> !ELSEWHERE.contains(line.words().getFirst().text()))
                .filter(line -> known.add(text(line)))
                .forEach(line -> compare(line, now));
        before.backend().section().lines().stream()
                .filter(line -> line.begins("mode") && !before.backend().isTcp())
                .forEach(line -> differences.add(new Difference(line.at(), text(line), "mode tcp")));
        binds(before);
        wayIn(before, after);
        servers(before.backend().servers(), after.backend().servers().getFirst());
    }

    /** A bind of IPv4 alone; the new one is of both families. */
    private void binds(HaproxyChoice before) {
        List<Bind> binds = before.fronts().stream()
                .flatMap(front -> front.binds().stream())
                .toList();
        if (binds.stream().noneMatch(bind -> bind.host().indexOf(':') >= 0)) {
            binds.stream()
                    .limit(1)
                    .forEach(bind -> differences.add(new Difference(
                            bind.at(),
                            "bind " + bind.host() + ":" + bind.port(),
                            "bind 0.0.0.0:" + bind.port() + " and [::]:" + bind.port() + ", so on IPv6 as well")));
        }
    }

    /** What cuts the sessions of all servers, and then lets nobody in, makes an outage where all are slow. */
    private void wayIn(HaproxyChoice before, HaproxyChoice after) {
        if (wayIn(before).isEmpty()) {
            before.backend().servers().stream()
                    .filter(server -> word(server, "on-marked-down")
                            .filter("shutdown-sessions"::equals)
                            .isPresent())
                    .findFirst()
                    .ifPresent(server -> wayIn(after)
                            .ifPresent(line -> differences.add(new Difference(
                                    server.at(),
                                    "where every server is marked down all sessions are cut and nobody gets in",
                                    text(line) + ", a backend of the same servers without checks"))));
        }
    }

    private static Optional<Line> wayIn(HaproxyChoice chosen) {
        return chosen.fronts().stream()
                .flatMap(front -> front.section().lines().stream())
                .filter(line -> line.begins("use_backend") && text(line).contains("nbsrv("))
                .findFirst();
    }

    private void servers(List<Server> before, Server now) {
        Set<String> known = new HashSet<>();
        for (Server server : before) {
            value(server, "inter", Durations.format(server.inter()), Durations.format(now.inter()), known);
            value(server, "fall", Integer.toString(server.fall()), Integer.toString(now.fall()), known);
            value(
                    server,
                    "rise",
                    word(server, "rise").orElse("2"),
                    word(now, "rise").orElse("2"),
                    known);
            for (String keyword : WORDS) {
                word(server, keyword)
                        .ifPresent(before1 -> value(
                                server, keyword, before1, word(now, keyword).orElse(""), known));
            }
        }
    }

    private static Optional<String> word(Server server, String keyword) {
        return server.value(keyword).map(Word::text);
    }

    private void value(Server server, String keyword, String before, String now, Set<String> known) {
        if (!before.equals(now) && known.add(keyword + " " + before)) {
            Position at = server.value(keyword).map(Word::at).orElse(server.at());
            differences.add(new Difference(
                    at,
                    "server " + server.name() + " " + keyword + " " + before,
                    now.isEmpty() ? Difference.NONE : keyword + " " + now));
        }
    }

    private void compare(Line line, List<Line> now) {
        String before = text(line);
        List<String> same = now.stream()
                .filter(other -> key(other).equals(key(line)))
                .map(HaproxyDifferences::text)
                .toList();
        if (!same.contains(before)) {
            differences.add(
                    new Difference(line.at(), before, same.isEmpty() ? Difference.NONE : String.join(", ", same)));
        }
    }

    private static String key(Line line) {
        String first = line.words().getFirst().text();
        return PAIRS.contains(first)
                ? first + " " + line.word(1).map(Word::text).orElse("")
                : first;
    }

    private static String text(Line line) {
        return line.words().stream().map(Word::text).collect(Collectors.joining(" "));
    }
}
