package io.vipagent.tools.init.migrate;

import io.vipagent.config.RawOption;
import io.vipagent.core.text.OneLine;
import io.vipagent.tools.conf.Fault;
import io.vipagent.tools.conf.Position;
import io.vipagent.tools.conf.Word;
import io.vipagent.tools.init.migrate.MigrationResult.Leftover;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Collects what is found. What somebody has given is not asked for again. */
final class MigrationLog {
    private static final int MAX_QUOTED_LENGTH = 100;

    private final Map<String, List<RawOption>> asked;
    private final Map<String, List<RawOption>> options = new LinkedHashMap<>();
    private final List<Leftover> left = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private final Map<String, String> owners = new LinkedHashMap<>();
    private Optional<RawOption> password = Optional.empty();

    MigrationLog(Map<String, List<RawOption>> asked) {
        this.asked = asked;
    }

    /** Returns what somebody has given, whatever the files say. */
    Optional<String> asked(String option) {
        return Optional.ofNullable(asked.get(option)).map(List::getFirst).map(RawOption::text);
    }

    List<String> allAsked(String option) {
        return asked.getOrDefault(option, List.of()).stream()
                .map(RawOption::text)
                .toList();
    }

    void put(String option, String text, String where) {
        options.computeIfAbsent(option, none -> new ArrayList<>()).add(new RawOption(option, text, Optional.of(where)));
    }

    void put(String option, String text, Position at) {
        put(option, text, at.lineOfFile());
    }

    void password(String text, Position at) {
        password = Optional.of(new RawOption("auth-pass-file", text, Optional.of(at.lineOfFile())));
    }

    /** Takes back what was found for an option. */
    void forget(String option) {
        options.remove(option);
    }

    /** What was found for one option holds for another one as well. */
    void copy(String from, String to) {
        options.getOrDefault(from, List.of())
                .forEach(value -> put(to, value.text(), value.place().orElse("")));
    }

    /** Notes whose a keepalived.conf is. */
    void owner(String file, String node) {
        owners.put(file, node);
    }

    boolean has(String option) {
        return options.containsKey(option);
    }

    void left(Position at, String what, String todo) {
        left.add(new Leftover(at, OneLine.line(what, MAX_QUOTED_LENGTH), todo));
    }

    /** Lines of which none is in the new files; those that begin alike are one note. */
    void left(List<List<Word>> lines, String todo) {
        Map<String, List<List<Word>>> alike = lines.stream()
                .collect(
                        Collectors.groupingBy(line -> line.getFirst().text(), LinkedHashMap::new, Collectors.toList()));
        alike.forEach((word, same) -> left(
                same.getFirst().getFirst().at(),
                same.size() == 1 ? first(same.getFirst()) : word + " (" + same.size() + " lines)",
                todo));
    }

    void remark(String text) {
        remarks.add(text);
    }

    /** Something stands in the way, unless somebody has given this option. */
    void problem(String option, String text) {
        if (!asked.containsKey(option)) {
            problems.add(option + ": " + text);
        }
    }

    /** Something stands in the way, whatever is given. */
    void obstacle(String text) {
        problems.add(text);
    }

    MigrationResult found(List<Fault> faults) {
        Set<Leftover> sorted =
                new TreeSet<>(Comparator.comparing((Leftover each) -> each.at().file())
                        .thenComparing(each -> each.at().line())
                        .thenComparing(each -> each.at().column())
                        .thenComparing(Leftover::what));
        sorted.addAll(left);
        return new MigrationResult(
                options,
                password,
                List.copyOf(sorted),
                List.copyOf(remarks),
                problems.stream().distinct().toList(),
                faults,
                Map.copyOf(owners));
    }

    /** Returns the first two words: what is behind them may be a secret. */
    static String first(List<Word> line) {
        return line.stream().limit(2).map(Word::text).collect(Collectors.joining(" "));
    }
}
