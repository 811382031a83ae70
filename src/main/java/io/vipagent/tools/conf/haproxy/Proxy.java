package io.vipagent.tools.conf.haproxy;

import io.vipagent.tools.conf.Position;
import io.vipagent.tools.conf.Word;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A {@code frontend}, {@code backend} or {@code listen}.
 *
 * @param inherited the lines of its defaults
 */
public record Proxy(Section section, List<Line> inherited) {
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

    /** What it is called. */
    public String name() {
        return section.name().orElse("");
    }

    /** Where it begins. */
    public Position at() {
        return section.at();
    }

    /** Its lines, those of its defaults first. */
    public Stream<Line> lines() {
        return Stream.concat(inherited.stream(), section.lines().stream());
    }

    /** Whether it passes bytes and does not look into them; {@code tcp} is haproxy's default. */
    public boolean isTcp() {
        return last("mode")
                .flatMap(line -> line.word(1))
                .map(Word::text)
                .orElse("tcp")
                .equals("tcp");
    }

    /** The options that choose a kind of check, in their order, those of its defaults first: the last one wins. */
    public List<Line> checkOptions() {
        return lines().filter(line -> line.begins("option")
                        && line.word(1)
                                .filter(word -> CHECKS.contains(word.text()))
                                .isPresent())
                .toList();
    }

    /** How deep the check looks that it chooses. */
    Server.Depth checkDepth() {
        List<Line> options = checkOptions();
        String kind = options.isEmpty()
                ? ""
                : options.getLast().word(1).map(Word::text).orElse("");
        return switch (kind) {
            case "" -> Server.Depth.CONNECTION;
            case "ssl-hello-chk" -> Server.Depth.TLS;
            case "tcp-check" ->
                lines().anyMatch(line -> line.begins("tcp-check", "expect"))
                        ? Server.Depth.ANSWER
                        : lines().anyMatch(line -> line.begins("tcp-check", "connect") && line.has("ssl"))
                                ? Server.Depth.TLS
                                : Server.Depth.CONNECTION;
            default -> Server.Depth.ANSWER;
        };
    }

    /** Whether its check asks over HTTP. */
    public boolean checksHttp() {
        List<Line> options = checkOptions();
        return !options.isEmpty() && options.getLast().begins("option", "httpchk");
    }

    /** The backends that it hands connections to, as far as they are named and not computed. */
    public List<Word> backends() {
        return lines().filter(line -> line.begins("default_backend") || line.begins("use_backend"))
                .flatMap(line -> line.word(1).stream())
                .filter(name -> name.text().indexOf('%') < 0)
                .toList();
    }

    /** A timeout, if it is written. */
    public Optional<Duration> timeout(String name) {
        return lines().filter(line -> line.begins("timeout", name))
                .reduce((first, second) -> second)
                .flatMap(line -> line.word(2))
                .map(Word::text)
                .flatMap(Times::parse);
    }

    /** The addresses that it listens on. */
    public List<Bind> binds() {
        return section.lines().stream()
                .filter(line -> line.begins("bind"))
                .flatMap(line -> line.word(1).stream()
                        .flatMap(word -> Arrays.stream(word.text().split(",")))
                        .map(address -> Bind.of(address, line)))
                .toList();
    }

    /** What its checks ask for over HTTP: the paths of {@code option httpchk} and {@code http-check send}. */
    public List<Word> checkPaths() {
        if (!checksHttp()) {
            return List.of();
        }
        Stream<Word> option =
                last("option", "httpchk").stream().flatMap(line -> line.word(3).or(() -> line.word(2)).stream());
        Stream<Word> send =
                lines().filter(line -> line.begins("http-check", "send")).flatMap(line -> line.after("uri").stream());
        return Stream.concat(option, send).toList();
    }

    /** Its servers; what stands behind a server wins over what {@code default-server} says before it. */
    public List<Server> servers() {
        List<Word> defaults = lines().filter(line -> line.begins("default-server"))
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
        return lines().filter(line -> line.begins(words)).reduce((first, second) -> second);
    }
}
