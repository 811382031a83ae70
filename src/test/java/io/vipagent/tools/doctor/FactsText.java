package io.vipagent.tools.doctor;

import io.vipagent.config.ConfigLoader;
import io.vipagent.config.InvalidConfiguration;
import io.vipagent.config.Settings;
import io.vipagent.core.health.CertificateTerm;
import io.vipagent.core.health.CertificateTerm.Role;
import io.vipagent.core.health.Outcome;
import io.vipagent.core.health.Outcome.Failed;
import io.vipagent.core.health.Outcome.Passed;
import io.vipagent.core.health.Phases;
import io.vipagent.core.health.Reason;
import io.vipagent.core.health.ServerCertificate;
import io.vipagent.core.vip.ClockOffset;
import io.vipagent.core.wire.Advert;
import io.vipagent.tools.conf.Source;
import io.vipagent.tools.conf.Sources;
import io.vipagent.tools.conf.haproxy.HaproxyConf;
import io.vipagent.tools.conf.keepalived.KeepalivedConf;
import io.vipagent.tools.conf.keepalived.KeepalivedParser;
import io.vipagent.tools.doctor.facts.Account;
import io.vipagent.tools.doctor.facts.AgentFacts;
import io.vipagent.tools.doctor.facts.AgentFacts.Answer;
import io.vipagent.tools.doctor.facts.AgentFacts.AskedPeer;
import io.vipagent.tools.doctor.facts.AgentFacts.Probed;
import io.vipagent.tools.doctor.facts.Facts;
import io.vipagent.tools.doctor.facts.FileFact;
import io.vipagent.tools.doctor.facts.FileFact.FileContent;
import io.vipagent.tools.doctor.facts.FileFact.PathKind;
import io.vipagent.tools.doctor.facts.HostFacts;
import io.vipagent.tools.doctor.facts.HostFacts.Complaint;
import io.vipagent.tools.doctor.facts.HostFacts.Mount;
import io.vipagent.tools.doctor.facts.HostFacts.Network;
import io.vipagent.tools.doctor.facts.ManifestReader;
import io.vipagent.tools.doctor.facts.ToolVersion;
import io.vipagent.tools.doctor.facts.WireFacts;
import io.vipagent.tools.doctor.facts.WireFacts.Heard;
import io.vipagent.tools.doctor.facts.WireFacts.Listened;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Facts, written as text: sections of {@code [NAME]}, in which each line is one fact, or files as they are. */
final class FactsText {
    static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private static final Set<String> SECTIONS = Set.of(
            "keepalived.conf",
            "other.conf",
            "haproxy.cfg",
            "pod.yaml",
            "vip-agent.yaml",
            "files",
            "host",
            "probe",
            "agent");

    private final Map<String, List<String>> sections = new LinkedHashMap<>();

    private FactsText() {}

    static Facts parse(String text) {
        FactsText facts = new FactsText();
        List<String> current = new ArrayList<>();
        for (String line : text.lines().toList()) {
            if (line.startsWith("[")
                    && (line.startsWith("[file ") || SECTIONS.contains(line.substring(1, line.length() - 1)))) {
                current =
                        facts.sections.computeIfAbsent(line.substring(1, line.length() - 1), name -> new ArrayList<>());
            } else {
                current.add(line);
            }
        }
        return facts.facts();
    }

    private Facts facts() {
        return new Facts(
                Stream.of("keepalived.conf", "other.conf")
                        .flatMap(name -> source(name).stream())
                        .map(source -> new KeepalivedConf(KeepalivedParser.parse(source, "cp1", Sources.NONE)))
                        .toList(),
                source("haproxy.cfg")
                        .map(source -> HaproxyConf.of(io.vipagent.tools.conf.haproxy.HaproxyParser.parse(source))),
                source("pod.yaml").stream().map(ManifestReader::read).toList(),
                agent(),
                host(),
                wire(),
                List.of());
    }

    private Optional<Source> source(String name) {
        return Optional.ofNullable(sections.get(name)).map(lines -> new Source(name, String.join("\n", lines) + "\n"));
    }

    private AgentFacts agent() {
        List<String> problems = new ArrayList<>();
        Optional<Settings> settings = sections.containsKey("vip-agent.yaml") || sections.containsKey("probe")
                ? settings(problems)
                : Optional.empty();
        return new AgentFacts(
                Path.of("/etc/vip-agent/vip-agent.yaml"),
                settings,
                problems,
                Path.of("/run/vip-agent/agent.sock"),
                lines("agent")
                        .map(line ->
                                new Answer(Reason.of(Integer.parseInt(line.split(" ", 2)[0])), line.split(" ", 2)[1]))
                        .findFirst(),
                sections.containsKey("probe")
                        ? List.of(new Probed(
                                settings.orElseThrow().targets().getFirst(),
                                outcome(),
                                probe("clock").map(words -> clock(words.split(" "))),
                                term(Role.CLIENT, "client-until")))
                        : List.of(),
                probe("anonymous")
                        .or(() -> probe("reason")
                                .filter(Reason.UNAUTHORIZED.name()::equals)
                                .map(reason -> "status 401")),
                all("peer")
                        .map(words -> new AskedPeer(
                                words.getFirst(),
                                rest(words),
                                peer(words, "clock").map(FactsText::clock).findFirst(),
                                vips(words)))
                        .toList(),
                Stream.of(term(Role.SERVER, "http-until"), term(Role.CA, "http-ca-until"))
                        .flatMap(Optional::stream)
                        .toList(),
                NOW);
    }

    private static Optional<String> rest(List<String> words) {
        return words.size() > 1 ? Optional.of(String.join(" ", words.subList(1, words.size()))) : Optional.empty();
    }

    /** Lines of {@code [host]} that begin with {@code peer-KEY URL}, without that. */
    private Stream<String[]> peer(List<String> peer, String key) {
        return all("peer-" + key)
                .filter(words -> words.getFirst().equals(peer.getFirst()))
                .map(words -> words.subList(1, words.size()).toArray(String[]::new));
    }

    private Map<InetAddress, Boolean> vips(List<String> peer) {
        return peer(peer, "vip")
                .collect(Collectors.toMap(words -> InetAddress.ofLiteral(words[0]), words -> words[1].equals("holds")));
    }

    /** How many milliseconds ahead, and how uncertain that is. */
    private static ClockOffset clock(String[] words) {
        return new ClockOffset(
                Duration.ofMillis(Long.parseLong(words[0])), Duration.ofMillis(Long.parseLong(words[1])));
    }

    private WireFacts wire() {
        List<Listened> listened = all("listened")
                .map(words -> new Listened(
                        words.get(0),
                        words.get(1).equals("ipv6"),
                        Duration.ofMillis(Long.parseLong(words.get(2))),
                        Stream.of("advertisement", "multicast-advertisement", "unicast-advertisement")
                                .flatMap(kind -> all(kind)
                                        .filter(advert -> advert.getFirst().equals(words.getFirst()))
                                        .map(advert -> heard(kind, advert)))
                                .toList()))
                .toList();
        return new WireFacts(
                listened,
                all("neighbour")
                        .collect(Collectors.toMap(words -> InetAddress.ofLiteral(words.get(0)), words -> words.get(1))),
                all("kept")
                        .map(words -> InetAddress.ofLiteral(words.getFirst()))
                        .toList());
    }

    /**
     * {@code INTERFACE SOURCE VERSION ROUTER-ID PRIORITY MILLISECONDS AUTHENTICATION PASSWORD ADDRESS...}; - for none.
     */
    private static Heard heard(String kind, List<String> words) {
        return new Heard(
                InetAddress.ofLiteral(words.get(1)),
                new Advert(
                        Integer.parseInt(words.get(2)),
                        Integer.parseInt(words.get(3)),
                        Integer.parseInt(words.get(4)),
                        Duration.ofMillis(Long.parseLong(words.get(5))),
                        Integer.parseInt(words.get(6)),
                        Optional.of(words.get(7)).filter(password -> !password.equals("-")),
                        words.subList(8, words.size()).stream()
                                .map(InetAddress::ofLiteral)
                                .toList()),
                kind.equals("advertisement") ? Optional.empty() : Optional.of(kind.equals("multicast-advertisement")));
    }

    private Optional<Settings> settings(List<String> problems) {
        try {
            Path file = Files.createTempFile("doctor", ".yaml");
            try {
                Files.writeString(
                        file, source("vip-agent.yaml").map(Source::text).orElse(""));
                return Optional.of(ConfigLoader.load(file, Map.of()));
            } catch (InvalidConfiguration e) {
                e.getMessage().lines().skip(1).map(String::strip).forEach(problems::add);
                return Optional.empty();
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Outcome outcome() {
        ServerCertificate certificate = new ServerCertificate(
                "CN=kube-apiserver",
                "CN=kubernetes",
                probe("names").map(names -> List.of(names.split(" "))).orElse(List.of("kubernetes")),
                Instant.parse(probe("from").orElse("2025-01-01T00:00:00Z")),
                Instant.parse(probe("until").orElse("2030-01-01T00:00:00Z")),
                term(Role.CA, "ca-until").stream().toList());
        return probe("reason")
                .<Outcome>map(reason -> new Failed(Reason.valueOf(reason), "status 401")
                        .measured(Phases.NONE, Optional.of(certificate)))
                .orElse(new Passed(200, Phases.NONE, Optional.of(certificate)));
    }

    private Optional<CertificateTerm> term(Role role, String key) {
        return probe(key)
                .map(until -> new CertificateTerm(role, "CN=" + role.label(), Instant.EPOCH, Instant.parse(until)));
    }

    private Optional<String> probe(String key) {
        return lines("probe")
                .filter(line -> line.startsWith(key + " "))
                .map(line -> line.substring(key.length() + 1))
                .findFirst();
    }

    private HostFacts host() {
        Map<String, FileFact> files = new HashMap<>();
        lines("files")
                .map(line -> line.replace("\\r", "\r").split(" "))
                .forEach(words -> files.put(words[0], file(words)));
        sections.keySet().stream()
                .filter(name -> name.startsWith("file "))
                .map(name -> name.substring("file ".length()))
                .forEach(path -> files.putIfAbsent(path, file(new String[] {path, "file", "0:0", "755"})));
        return new HostFacts(
                files,
                one("users").map(FactsText::users),
                one("groups").map(FactsText::users).orElse(Map.of()).entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, group -> group.getValue().group())),
                all("mount")
                        .map(words -> new Mount(
                                words.get(0), words.get(1), words.get(2).equals("ro")))
                        .toList(),
                one("keepalived").flatMap(words -> ToolVersion.in(words.getFirst())),
                Optional.empty(),
                all("network")
                        .map(words -> new Network(words.getFirst(), words.subList(1, words.size())))
                        .toList(),
                one("nonlocal-bind").map(words -> words.getFirst().equals("yes")),
                one("nonlocal-bind-ipv6").map(words -> words.getFirst().equals("yes")),
                one("ports").map(words -> words.stream().map(Integer::valueOf).collect(Collectors.toSet())),
                one("processes").map(Set::copyOf),
                all("unit").collect(Collectors.toMap(words -> words.get(0), words -> words.get(1))),
                one("haproxy-start").map(words -> Instant.parse(words.getFirst())),
                Stream.of("keepalived", "haproxy")
                        .flatMap(program -> all(program + "-says").map(words -> complaint(program, words)))
                        .toList());
    }

    /** {@code NAME} or {@code NAME:USER:GROUP}; whoever has no numbers has 99. */
    private static Map<String, Account> users(List<String> words) {
        return words.stream()
                .map(word -> (word.contains(":") ? word : word + (word.equals("root") ? ":0:0" : ":99:99")).split(":"))
                .collect(Collectors.toMap(
                        parts -> parts[0],
                        parts -> new Account(Integer.parseInt(parts[1]), Integer.parseInt(parts[parts.length - 1]))));
    }

    /** {@code refuses LOCATION TEXT...} or {@code warns LOCATION TEXT...}. */
    private static Complaint complaint(String program, List<String> words) {
        return new Complaint(
                program,
                words.getFirst().equals("refuses"),
                words.get(1),
                String.join(" ", words.subList(2, words.size())));
    }

    /**
     * {@code PATH KIND OWNER:GROUP MODE [INTERPRETER|binary|at TIME]}; what is in a file is in the section
     * {@code [file PATH]}, where {@code \\r} stands for a carriage return.
     */
    private FileFact file(String[] words) {
        if (words[1].equals("missing")) {
            return FileFact.missing(words[0]);
        }
        if (words[1].equals("unknown")) {
            return FileFact.unknown(words[0]);
        }
        String[] owner = words[2].split(":");
        return new FileFact(
                words[0],
                PathKind.valueOf(words[1].toUpperCase(Locale.ROOT)),
                words[0],
                Integer.parseInt(owner[0]),
                Integer.parseInt(owner[1]),
                Integer.parseInt(words[3], 8),
                content(words),
                words.length > 5 && words[4].equals("at") ? Optional.of(Instant.parse(words[5])) : Optional.empty());
    }

    private Optional<FileContent> content(String[] words) {
        return Optional.ofNullable(sections.get("file " + words[0]))
                .map(lines -> lines.stream()
                        .map(line -> line.replace("\\r", "\r") + "\n")
                        .collect(Collectors.joining()))
                .or(() -> Arrays.stream(words)
                        .skip(4)
                        .findFirst()
                        .filter(word -> !word.equals("at"))
                        .map(word -> word.equals("binary") ? "\u007fELF" : "#!" + word + "\n"))
                .map(FileContent::new);
    }

    private Optional<List<String>> one(String key) {
        return all(key).findFirst();
    }

    private Stream<List<String>> all(String key) {
        return lines("host")
                .filter(line -> line.startsWith(key + " "))
                .map(line -> List.of(line.substring(key.length() + 1).split(" ")));
    }

    private Stream<String> lines(String section) {
        return sections.getOrDefault(section, List.of()).stream().filter(line -> !line.isBlank());
    }
}
