package io.vipagent.tools.conf.haproxy;

import io.vipagent.tools.conf.Position;
import io.vipagent.tools.conf.Word;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A {@code frontend}, {@code backend} or {@code listen}. What its servers ask it for is found once: a backend may have
 * thousands of them.
 */
public final class Proxy {
    /** configuration.txt, section 4.2: each takes the place of the one before it. */
    private static final Set<String> CHECKS = Set.of(
            "external-check",
            "httpchk",
            "ldap-check",
            "mysql-check",
            "pgsql-check",
            "redis-check",
            "smtpchk",
            "spop-check",
            "ssl-hello-chk",
            "tcp-check");

    private final Section section;
    private final List<Line> inherited;

    /** All of its lines but those of servers, those of its defaults first. */
    private final List<Line> settings;

    private final List<Line> checkOptions;
    private final Server.Depth checkDepth;
    private final boolean checksHttp;
    private final Map<String, Optional<Duration>> timeouts;
    private final List<Server> servers;

    /** Creates the proxy of a section that has {@code inherited}, the lines of its defaults. */
    Proxy(Section section, List<Line> inherited) {
        this.section = section;
        this.inherited = List.copyOf(inherited);
        this.settings = Stream.concat(inherited.stream(), section.lines().stream())
                .filter(line -> !line.begins("server"))
                .toList();
        this.checkOptions = settings.stream()
                .filter(line -> line.begins("option")
                        && line.word(1)
                                .filter(word -> CHECKS.contains(word.text()))
                                .isPresent())
                .toList();
        this.checkDepth = depthOf(checkOptions, settings);
        this.checksHttp = !checkOptions.isEmpty() && checkOptions.getLast().begins("option", "httpchk");
        this.timeouts = new HashMap<>();
        settings.stream()
                .filter(line -> line.begins("timeout") && line.words().size() > 1)
                .forEach(line -> timeouts.put(
                        line.words().get(1).text(), line.word(2).map(Word::text).flatMap(Times::parse)));
        this.servers = readServers();
    }

    /** Returns its own lines. */
    public Section section() {
        return section;
    }

    /** Returns the lines of its defaults. */
    public List<Line> inherited() {
        return inherited;
    }

    /** Returns all of its lines but those of servers, those of its defaults first. */
    public Stream<Line> settings() {
        return settings.stream();
    }

    /** Returns what it is called. */
    public String name() {
        return section.name().orElse("");
    }

    /** Returns where it begins. */
    public Position at() {
        return section.at();
    }

    /** Returns its lines, those of its defaults first. */
    public Stream<Line> lines() {
        return Stream.concat(inherited.stream(), section.lines().stream());
    }

    /** Returns whether it passes bytes and does not look into them; {@code tcp} is haproxy's default. */
    public boolean isTcp() {
        return last("mode")
                .flatMap(line -> line.word(1))
                .map(Word::text)
                .orElse("tcp")
                .equals("tcp");
    }

    /**
     * Returns the options that choose a kind of check, in their order, those of its defaults first: the last one wins.
     */
    public List<Line> checkOptions() {
        return checkOptions;
    }

    /** Returns how deep the check looks that it chooses. */
    Server.Depth checkDepth() {
        return checkDepth;
    }

    private static Server.Depth depthOf(List<Line> options, List<Line> settings) {
        String kind = options.isEmpty()
                ? ""
                : options.getLast().word(1).map(Word::text).orElse("");
        return switch (kind) {
            case "" -> Server.Depth.CONNECTION;
            case "ssl-hello-chk" -> Server.Depth.TLS;
            case "tcp-check" ->
                settings.stream().anyMatch(line -> line.begins("tcp-check", "expect"))
                        ? Server.Depth.ANSWER
                        : settings.stream().anyMatch(line -> line.begins("tcp-check", "connect") && line.has("ssl"))
                                ? Server.Depth.TLS
                                : Server.Depth.CONNECTION;
            default -> Server.Depth.ANSWER;
        };
    }

    /** Returns whether its check asks over HTTP. */
    public boolean checksHttp() {
        return checksHttp;
    }

    /** Returns the backends that it hands connections to, as far as they are named and not computed. */
    public List<Word> backends() {
        return settings.stream()
                .filter(line -> line.begins("default_backend") || line.begins("use_backend"))
                .flatMap(line -> line.word(1).stream())
                .filter(name -> name.text().indexOf('%') < 0)
                .toList();
    }

    /** Returns a timeout, if it is written. */
    public Optional<Duration> timeout(String name) {
        return timeouts.getOrDefault(name, Optional.empty());
    }

    /** Returns the addresses that it listens on. */
    public List<Bind> binds() {
        return section.lines().stream()
                .filter(line -> line.begins("bind"))
                .flatMap(line -> line.word(1).stream()
                        .flatMap(word -> Arrays.stream(word.text().split(",")))
                        .map(address -> Bind.of(address, line)))
                .toList();
    }

    /** Returns what its checks ask for over HTTP: the paths of {@code option httpchk} and {@code http-check send}. */
    public List<Word> checkPaths() {
        if (!checksHttp()) {
            return List.of();
        }
        Stream<Word> option =
                last("option", "httpchk").stream().flatMap(line -> line.word(3).or(() -> line.word(2)).stream());
        Stream<Word> send = settings.stream()
                .filter(line -> line.begins("http-check", "send"))
                .flatMap(line -> line.after("uri").stream());
        return Stream.concat(option, send).toList();
    }

    /** Returns its servers; what stands behind a server wins over what {@code default-server} says before it. */
    public List<Server> servers() {
        return servers;
    }

    private List<Server> readServers() {
        List<Word> defaults = settings.stream()
                .filter(line -> line.begins("default-server"))
                .flatMap(line -> line.words().stream().skip(1))
                .toList();
        return section.lines().stream()
                .filter(line -> line.begins("server") && line.words().size() > 2)
                .map(line -> server(line, defaults))
                .toList();
    }

    private Server server(Line line, List<Word> defaults) {
        List<Word> words = line.words();
        Map<String, Word> keywords = Server.keywords(
                Stream.concat(defaults.stream(), words.stream().skip(3)).toList());
        return new Server(words.get(1).text(), words.get(2), keywords, this, line.at());
    }

    private Optional<Line> last(String... words) {
        return settings.stream().filter(line -> line.begins(words)).reduce((first, second) -> second);
    }
}
