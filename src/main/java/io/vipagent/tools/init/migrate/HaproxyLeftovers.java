package io.vipagent.tools.init.migrate;

import io.vipagent.tools.conf.Word;
import io.vipagent.tools.conf.haproxy.HaproxyParser;
import io.vipagent.tools.conf.haproxy.Line;
import io.vipagent.tools.conf.haproxy.Section;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** What of haproxy.cfg has no place in the new one. */
final class HaproxyLeftovers {
    /** The sections whose part the new file has again: the guide's lines, and Debian's. */
    static final List<String> GLOBAL =
            List.of("log", "daemon", "user", "group", "chroot", "pidfile", "stats socket", "stats timeout");

    static final List<String> DEFAULTS = List.of(
            "mode",
            "log",
            "option httplog",
            "option tcplog",
            "option dontlognull",
            "option http-server-close",
            "option forwardfor",
            "option redispatch",
            "retries",
            "timeout");

    static final List<String> MINE = List.of(
            "bind",
            "mode tcp",
            "log global",
            "option tcplog",
            "option dontlognull",
            "default_backend",
            "option httpchk",
            "option ssl-hello-chk",
            "option tcp-check",
            "tcp-check connect",
            "http-check connect",
            "http-check send",
            "http-check expect",
            "balance roundrobin",
            "timeout",
            "default-server",
            "server");

    /** What the new file says of servers in its own way. */
    private static final Set<String> CHECKS = Set.of(
            "check",
            "check-ssl",
            "verify",
            "ca-file",
            "verifyhost",
            "inter",
            "fastinter",
            "downinter",
            "rise",
            "fall",
            "on-marked-down");

    private HaproxyLeftovers() {}

    /** {@code mine}: the sections that the new file has again. */
    static void note(HaproxyParser.HaproxyTree tree, Set<Section> mine, MigrationLog notes) {
        for (Section section : tree.sections()) {
            switch (section.kind()) {
                case "global" -> lines(section, GLOBAL, "add it to the new global by hand where it is needed", notes);
                case "defaults" ->
                    lines(section, DEFAULTS, "add it to the new defaults by hand where it is needed", notes);
                default -> {
                    if (mine.contains(section)) {
                        lines(section, MINE, "add it to the new haproxy.cfg by hand where it is needed", notes);
                        servers(section, notes);
                    } else {
                        notes.left(
                                section.at(),
                                MigrationLog.first(section.head().words()),
                                "append this section to the new haproxy.cfg; its defaults are others");
                    }
                }
            }
        }
    }

    private static void lines(Section section, List<String> known, String todo, MigrationLog notes) {
        Predicate<Line> isKnown = line -> line.beginsAny(known);
        notes.left(
                section.lines().stream()
                        .filter(isKnown.negate())
                        .map(Line::words)
                        .toList(),
                "in " + MigrationLog.first(section.head().words()) + "; " + todo);
    }

    private static void servers(Section section, MigrationLog notes) {
        for (Line line : section.lines()) {
            if (line.begins("server") || line.begins("default-server")) {
                int skip = line.begins("server") ? 3 : 1;
                List<String> others = io.vipagent.tools.conf.haproxy.Server.keywords(
                                line.words().stream().skip(skip).toList())
                        .keySet()
                        .stream()
                        .filter(keyword -> !CHECKS.contains(keyword))
                        .toList();
                if (!others.isEmpty()) {
                    notes.left(
                            line.at(),
                            MigrationLog.first(line.words()) + " ... " + String.join(" ", others),
                            "the new line has other words; add them by hand where they are needed");
                }
            } else if (line.begins("bind")) {
                List<Word> more = line.words().stream().skip(2).toList();
                if (!more.isEmpty()) {
                    notes.left(
                            line.at(),
                            MigrationLog.first(line.words()) + " "
                                    + more.getFirst().text(),
                            "the new bind passes TLS through and has no options; add them by hand where they "
                                    + "are needed");
                }
            }
        }
    }
}
