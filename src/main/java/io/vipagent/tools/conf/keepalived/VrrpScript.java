package io.vipagent.tools.conf.keepalived;

import io.vipagent.tools.conf.Position;
import io.vipagent.tools.conf.Word;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A {@code vrrp_script}: what keepalived runs, how often, and what the result means. Defaults are those of
 * keepalived.conf(5).
 */
public record VrrpScript(Word name, Statement body) {
    private static final Duration SECOND = Duration.ofSeconds(1);

    /** Returns the program and its arguments; none where no script is given. */
    public List<String> arguments() {
        return body.child("script")
                .map(script -> CommandLine.split(
                        script.arguments().stream().map(Word::text).collect(Collectors.joining(" "))))
                .orElse(List.of());
    }

    /** Returns the program; none where nothing is given that could be run. */
    public Optional<String> program() {
        return arguments().stream().findFirst().filter(program -> !program.isEmpty());
    }

    /** Returns the user that it names for itself. */
    public Optional<Word> user() {
        return body.value("user");
    }

    /** Returns the group that it names behind the user. */
    public Optional<Word> group() {
        return body.child("user")
                .flatMap(line -> line.arguments().stream().skip(1).findFirst());
    }

    /** Returns the time from the start of one run to the start of the next. */
    public Duration interval() {
        return seconds("interval").orElse(SECOND);
    }

    /** Returns after what time keepalived ends a run; the interval where none is given, or 0. */
    public Duration timeout() {
        return seconds("timeout").filter(Duration::isPositive).orElse(interval());
    }

    /** Returns how many consecutive successes count. */
    public int rise() {
        return number("rise");
    }

    /** Returns how many consecutive failures count. */
    public int fall() {
        return number("fall");
    }

    /** Returns what it does to the priority where the line that tracks it does not say. */
    public Weight weight() {
        return body.child("weight").flatMap(line -> Weight.in(line.words())).orElse(new Weight(0, false));
    }

    /** Returns whether {@code init_fail} is written. */
    public boolean initFail() {
        return body.child("init_fail").isPresent();
    }

    /** Returns where {@code key} is written, else where the script begins. */
    public Position at(String key) {
        return body.at(key);
    }

    private Optional<Duration> seconds(String key) {
        return body.value(key).map(Word::text).flatMap(Numbers::seconds);
    }

    private int number(String key) {
        return body.value(key).map(Word::text).flatMap(Numbers::integer).orElse(1);
    }
}
