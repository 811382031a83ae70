package io.vipagent.arch;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Words that a maintainer of keepalived, haproxy or Prometheus does not look for, and those that are said instead. What
 * follows is the list; the tests beside it read names, documents, help texts and log lines.
 */
final class WordList {
    /**
     * Words of constants: {@code MAX_}, {@code MIN_}, {@code _TIMEOUT}, {@code _INTERVAL} and {@code QUOTED} are said.
     */
    static final String CONSTANTS =
            "PATIENCE|MOST|LEAST|LONGEST|SHORTEST|LARGEST|SMALLEST|DEEPEST|FEWEST|SHOWN|PACE|ENOUGH|DISCARD";

    /** Words of types: see the table of names that they had. */
    static final String TYPES =
            "Lookout|Desk|Cast|Judgement|Sighting|Voice|Inquiry|Standing|Cadence|Beat|Given|Seen|Old"
                    + "|Olds|Stands|Left|Look|Unchecked|Printable|Why|Words|Speed|Drum|Vitals|Aim|Puppet";

    /** Words of every other name; the setting {@code patience} has its own. */
    private static final Pattern NAME = Pattern.compile(
            "\\b\\w*(?:[lL]ookout|[sS]ighting|onJudgement|[iI]nquir(?:y|ies)|[wW]akeUps|[lL]etGo|Anew|ForEver(?![a-z]))\\w*\\b");

    private static final Pattern CONSTANT = Pattern.compile(
            "\\bfinal [\\w<>\\[\\],.? ]+ (?<name>(?:[A-Z0-9_]*_)?(?:" + CONSTANTS + ")(?:_[A-Z0-9_]*)?) =");

    /** What is said in prose instead of each. */
    private static final Map<String, String> PROSE = new TreeMap<>(Map.ofEntries(
            Map.entry("anew", "again"),
            Map.entry("whom", "a sentence without it"),
            Map.entry("for ever", "forever"),
            Map.entry("for want of", "because there is no"),
            Map.entry("of late", "lately"),
            Map.entry("in a row", "consecutive"),
            Map.entry("(?:let|lets|letting) go of", "release"),
            Map.entry("adverts?", "advertisement"),
            Map.entry("lookout", "poller"),
            Map.entry("strokes? of", "run of")));

    private static final Pattern COMMENT_OR_STRING = Pattern.compile(
            "/\\*.*?\\*/|//[^\n]*|\"\"\".*?\"\"\"|\"[^\"\\\\\n]*(?:\\\\.[^\"\\\\\n]*)*\"", Pattern.DOTALL);

    /** Names in code and keys of templates, which are no prose: {@code advert_int}, {@code @param advert}. */
    private static final Pattern NAMES = Pattern.compile("`[^`\n]*`|\\{[@a-z][^}\n]*\\}|@param \\S+|\"\\w+\"");

    private WordList() {}

    /** The words of the list in a text for people, each with the line, and what is said instead. */
    static List<String> inProse(String where, String text) {
        String plain =
                NAMES.matcher(text).replaceAll(match -> " ".repeat(match.group().length()));
        return PROSE.entrySet().stream()
                .flatMap(word -> found(where, plain, word.getKey(), word.getValue()))
                .toList();
    }

    /** The same in the comments and strings of a Java file: a string of one word is a name. */
    static List<String> inJava(String where, String source) {
        StringBuilder prose = new StringBuilder(source.replaceAll("[^\n]", " "));
        Matcher matcher = COMMENT_OR_STRING.matcher(source);
        while (matcher.find()) {
            prose.replace(matcher.start(), matcher.end(), matcher.group());
        }
        return inProse(where, prose.toString());
    }

    /** The names of the list in the code of a Java file, without its comments and strings. */
    static List<String> inNames(String where, String source) {
        String code = COMMENT_OR_STRING
                .matcher(source)
                .replaceAll(match -> match.group().replaceAll("[^\n]", " "));
        return Stream.concat(
                        NAME.matcher(code).results().map(MatchResult::group),
                        CONSTANT.matcher(code).results().map(match -> match.group("name")))
                .map(name -> where + ": " + name)
                .distinct()
                .toList();
    }

    private static Stream<String> found(String where, String text, String word, String instead) {
        return Pattern.compile("(?i)\\b(?:" + word.replace(" ", "[\\s*]+") + ")\\b")
                .matcher(text)
                .results()
                .map(match ->
                        where + ":" + text.substring(0, match.start()).lines().count() + ": \""
                                + match.group().replaceAll("[\\s*]+", " ") + "\", expected: " + instead);
    }
}
