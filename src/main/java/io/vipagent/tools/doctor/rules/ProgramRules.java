package io.vipagent.tools.doctor.rules;

import io.vipagent.tools.conf.haproxy.HaproxyConf;
import io.vipagent.tools.conf.haproxy.Server;
import io.vipagent.tools.doctor.facts.Facts;
import io.vipagent.tools.doctor.facts.FileFact;
import io.vipagent.tools.doctor.facts.HostFacts.Complaint;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The rules report what keepalived and haproxy say of their files themselves, and whether haproxy runs with what is
 * written now.
 */
public final class ProgramRules implements Rule {
    private static final List<String> CERTIFICATES = List.of("ca-file", "crt");

    /** The kernel says when it was booted in whole seconds, and when a process was started by ticks since then. */
    private static final Duration UNCERTAINTY = Duration.ofSeconds(2);

    @Override
    public Stream<Finding> check(Facts facts) {
        return Stream.concat(
                complaints(facts),
                facts.host().haproxyStart().stream()
                        .flatMap(start -> facts.haproxy().stream().flatMap(conf -> outdated(facts, conf, start))));
    }

    /**
     * Returns one finding of all that a program refuses, and one of all that it warns of: what follows from a slip is
     * much.
     */
    private static Stream<Finding> complaints(Facts facts) {
        return facts.host().complaints().stream()
                .collect(Collectors.groupingBy(
                        complaint -> id(complaint.program(), complaint.refused()),
                        LinkedHashMap::new,
                        Collectors.toList()))
                .values()
                .stream()
                .map(same -> new Finding(
                        id(same.getFirst().program(), same.getFirst().refused()),
                        same.getFirst().location(),
                        same.stream()
                                .map(complaint -> where(same.getFirst(), complaint) + complaint.text())
                                .collect(Collectors.joining("; ")),
                        same.getFirst().program().equals("keepalived")
                                ? "mend that line, then: keepalived -t"
                                : "mend that line, then: haproxy -c -f "
                                        + facts.haproxy().map(HaproxyConf::file).orElse("FILE")));
    }

    /** Returns the place of a complaint that is not where the first one is; of the same file its line alone. */
    private static String where(Complaint first, Complaint complaint) {
        if (complaint.location().equals(first.location())) {
            return "";
        }
        int colon = complaint.location().lastIndexOf(':');
        return colon >= 0 && first.location().startsWith(complaint.location().substring(0, colon + 1))
                ? "line " + complaint.location().substring(colon + 1) + ": "
                : "";
    }

    private static FindingId id(String program, boolean refused) {
        return program.equals("keepalived")
                ? refused ? FindingId.KEEPALIVED_REJECTS : FindingId.KEEPALIVED_WARNS
                : refused ? FindingId.HAPROXY_REJECTS : FindingId.HAPROXY_WARNS;
    }

    private static Stream<Finding> outdated(Facts facts, HaproxyConf conf, Instant start) {
        Stream<Finding> own = changed(facts, conf.file(), start).stream()
                .map(when -> new Finding(
                        FindingId.HAPROXY_CONF_OUTDATED,
                        conf.file(),
                        "it was written at " + when + ", and haproxy was started or reloaded at " + start,
                        "systemctl reload haproxy, or restart its pod"));
        Stream<Finding> certificates = conf.servers().stream()
                .flatMap(server -> CERTIFICATES.stream().flatMap(key -> certificate(facts, server, key, start)));
        return Stream.concat(own, certificates);
    }

    private static Stream<Finding> certificate(Facts facts, Server server, String key, Instant start) {
        return server.value(key).stream()
                .flatMap(word -> changed(facts, word.text(), start).stream()
                        .map(when -> Finding.at(
                                FindingId.HAPROXY_CA_OUTDATED,
                                word.at(),
                                word.text() + " was written at " + when + ", and haproxy was started or reloaded at "
                                        + start,
                                "systemctl reload haproxy, or restart its pod, on one node after the other")));
    }

    private static Optional<Instant> changed(Facts facts, String path, Instant start) {
        return Optional.of(facts.host().file(path))
                .filter(FileFact::isKnown)
                .flatMap(FileFact::modified)
                .filter(start.plus(UNCERTAINTY)::isBefore);
    }
}
