package io.vipagent.tools.conf.haproxy;

import io.vipagent.tools.conf.Position;
import io.vipagent.tools.conf.Word;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A {@code frontend}, {@code backend} or {@code listen}.
 *
 * @param inherited the lines of its defaults
 */
public record Proxy(Section section, List<Line> inherited) {
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
