package io.vipagent.tools.conf.keepalived;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.tools.conf.Fault;
import io.vipagent.tools.conf.Position;
import io.vipagent.tools.conf.Source;
import io.vipagent.tools.conf.Sources;
import io.vipagent.tools.conf.Word;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeepalivedParserTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a b|a b",
                "  a\\tb  |a b",
                "a # c|a",
                "a!c|a",
                "# c|``",
                "a { b }|a {b}",
                "a{b}|a {b}",
                "a { b {c} d }|a {b {c}; d}",
                "a\\n{\\nb\\n}|a {b}",
                "a { }|a {}",
                "a {\\nb\\nc\\n}\\nd|a {b; c}; d",
                "a \\\\\\nb|a b",
                "a \\\\ \\n b\\nc|a b; c",
                "a\\r\\nb\\r\\n|a; b",
                "\uFEFFa|a",
                "a \"b # c\"|a <b # c>",
                "a b\" c \"d|a <b c d>",
                "a 'b \"c'|a <b \"c>",
                "a it's|a it's",
                "a \"b 'c d'\"|a <b 'c d'>",
                "a \"\"|a <>",
                "a \"\\\\\"\"|a <\">",
                "a b\\\\#c|a b#c",
                "a b\\\\qc|a b\\qc",
                "$X=1\\na $X|a 1",
                "$X=1\\na ${X}2|a 12",
                "$X=1\\na $X2|a $X2",
                "a $X ${X}|a $X ${X}",
                "$X=b c\\na $X d|a b c d",
                "$X=b c\\na \"$X d\"|a <b c d>",
                "$X=\\na $X b|a b",
                "$X=$Y\\n$Y=1\\na $X\\n$Y=2\\na $X|a 1; a 2",
                "a ${_HASH}|a #",
                "$X=\\\\\\na 1 \\\\\\n b 2\\n$X|a 1; b 2",
                "$R=\\\\\\nr $N\\\\\\n\\n$V=\\\\\\n$N=1\\\\\\n$R\\\\\\n$N=2\\\\\\n$R\\n$V|r 1; r 2",
                "$X= \\\\\\na {\\\\\\nb\\\\\\n}\\nc {\\n$X\\n}|c {a {b}}",
                "@cp1 a|a",
                "@cp2 a\\nb|b",
                "@^cp2 a|a",
                "@^cp1 a\\nb|b",
                "@cp2 a \\\\\\n b\\nc|c",
                "@cp2 a { b }\\nc|c",
                "$C=@cp1\\n$C a|a",
                "a @cp2 b|a @cp2 b",
                "~SEQ(X, 1, 2) a|<~SEQ(X,> 1, <2)> a",
            })
    void reads(String text, String expected) {
        Tree tree = parse(unescape(text), Sources.NONE);
        assertThat(tree.faults()).isEmpty();
        assertThat(show(tree.statements())).isEqualTo(expected.replaceAll("<(~SEQ\\(X,|2\\))>", "$1"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a \"b\\nc|a b; c|1:3 the quote is not closed",
                "a {\\nb|a {b}|1:3 the block is not closed",
                "a }\\nb|a; b|1:3 a } that closes nothing",
                "{ a }\\nb|` {a}; b`|1:1 a block without a name",
                "a { b }\\n { c }|`a {b};  {c}`|2:2 a block without a name",
                "$A=${A}x\\na $A|a $A|2:3 \"$A\" stands for itself",
                "$A=\\\\\\na\\\\\\n$A\\n$A|a|4:1 $A stands for itself",
                "include x\\na|a|``",
            })
    void namesWhatItCannotReadAndGoesOn(String text, String expected, String fault) {
        Tree tree = parse(unescape(text), Sources.NONE);
        assertThat(show(tree.statements())).isEqualTo(expected);
        assertThat(tree.faults().stream()
                        .map(each -> each.at().line() + ":" + each.at().column() + " " + each.message())
                        .collect(Collectors.joining("\n")))
                .startsWith(fault)
                .hasSizeLessThan(fault.isEmpty() ? 1 : 200);
    }

    @ParameterizedTest
    @CsvSource({
        "a,7", "b,8", "E,27", "f,12", "n,10", "r,13", "t,9", "v,11", "x41,65", "x4,4", "101,65", "7,7", "cA,1", "q,113",
        "\\,92"
    })
    void knowsEscapesBetweenQuotes(String escape, int expected) {
        Tree tree = parse("a \"\\" + escape + "\"", Sources.NONE);
        assertThat(tree.statements().getFirst().words().get(1).text()).isEqualTo(String.valueOf((char) expected));
    }

    @Test
    void knowsWhereEverythingIs() {
        Statement block =
                parse("\n  a {\n\tb  \"c\"\n}\n", Sources.NONE).statements().getFirst();
        assertThat(block.at()).isEqualTo(new Position("main.conf", 2, 3));
        assertThat(block.children().getFirst().words())
                .containsExactly(
                        new Word("b", new Position("main.conf", 3, 2)), new Word("c", new Position("main.conf", 3, 5)));
        Tree used = parse("$X=\\\na b\nc\n  $X", Sources.NONE);
        assertThat(used.statements().get(1).at()).isEqualTo(new Position("main.conf", 4, 3));
    }

    @Test
    void readsIncludesWhereTheyStandAndInTheirOrder() {
        Tree tree = parse(
                "a {\ninclude sub/*\n}\nz\n",
                sources(Map.of(
                        "sub/*",
                        List.of(new Source("1", "b\n"), new Source("2", "include 1\nc")),
                        "1",
                        List.of(new Source("1", "d")))));
        assertThat(tree.faults()).isEmpty();
        assertThat(show(tree.statements())).isEqualTo("a {b; d; c}; z");
        assertThat(tree.statements().getFirst().children().get(2).at()).isEqualTo(new Position("2", 2, 1));
    }

    @Test
    void leavesCirclesOfIncludesOut() {
        Tree tree = parse(
                "a\ninclude 1\nb",
                sources(Map.of(
                        "1",
                        List.of(new Source("1", "include main\nc")),
                        "main",
                        List.of(new Source("main.conf", "a")))));
        assertThat(show(tree.statements())).isEqualTo("a; c; b");
        assertThat(tree.faults())
                .containsExactly(new Fault(new Position("1", 1, 9), "main.conf is included in a circle"));
    }

    /** Each would be read again, to no end. */
    @ParameterizedTest
    @ValueSource(strings = {"main", "other"})
    void aCircleIsNotReadWithoutEnd(String file) {
        AtomicInteger reads = new AtomicInteger();
        String text = "include " + file + "\n" + "include main\n".repeat(3_000);
        Tree tree = parse(text, (pattern, from) -> {
            reads.incrementAndGet();
            return List.of(new Source(pattern + ".conf", text));
        });
        assertThat(reads).hasValueLessThan(2_100);
        assertThat(tree.faults()).hasSizeLessThan(2_100);
        assertThat(tree.faults().getLast().toString()).contains("too much is included; expected at most 2000 parts");
    }

    @Test
    void aLargeCircleEndsByItsLength() {
        AtomicInteger reads = new AtomicInteger();
        String text = "include main\n".repeat(100) + "#".repeat(1 << 20);
        parse(text, (pattern, from) -> {
            reads.incrementAndGet();
            return List.of(new Source("main.conf", text));
        });
        assertThat(reads).hasValueLessThan(20);
    }

    /** A pattern that finds nothing may have looked into many directories. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void patternsThatFindNothingAreNotTriedWithoutEnd(boolean refused) {
        AtomicInteger tries = new AtomicInteger();
        parse("include /*/*/x\n".repeat(5_000), (pattern, from) -> {
            tries.incrementAndGet();
            if (refused) {
                throw new IOException("no such file");
            }
            return List.of();
        });
        assertThat(tries).hasValue(2_000);
    }

    @Test
    void aPatternOfAsManyFilesAsMayBeIncludedIsReadWhole() {
        List<Source> files = IntStream.range(0, 2_000)
                .mapToObj(i -> new Source("f" + i, "a\n"))
                .toList();
        Tree tree = parse("include *", (pattern, from) -> files);
        assertThat(tree.faults()).isEmpty();
        assertThat(tree.statements()).hasSize(2_000);
    }

    @Test
    void saysWhatCannotBeIncluded() {
        Tree tree = parse("include x\na", (pattern, from) -> {
            throw new IOException("x: permission denied");
        });
        assertThat(show(tree.statements())).isEqualTo("a");
        assertThat(tree.faults())
                .containsExactly(new Fault(new Position("main.conf", 1, 9), "cannot include x: x: permission denied"));
    }

    @Test
    void includesThatDoubleAtEachStepEnd() {
        Tree tree = parse("include 0", (pattern, from) -> {
            int next = Integer.parseInt(pattern) + 1;
            return List.of(new Source("f" + pattern, next > 30 ? "" : ("include " + next + "\n").repeat(2)));
        });
        assertThat(tree.faults())
                .hasSize(1)
                .first()
                .asString()
                .contains("too much is included; expected at most 2000 parts");
    }

    @Test
    void blocksThatAreTooDeepAreLeftOut() {
        Tree tree = parse("a {".repeat(41) + "}".repeat(41) + "b", Sources.NONE);
        assertThat(tree.faults()).hasSize(1).first().asString().contains("1:123: blocks are nested deeper than 40");
        assertThat(tree.statements()).hasSize(2);
        assertThat(parse("a {".repeat(40) + "}".repeat(40) + "b", Sources.NONE).faults())
                .isEmpty();
    }

    private static Sources sources(Map<String, List<Source>> files) {
        return (pattern, from) -> files.get(pattern);
    }

    private static Tree parse(String text, Sources sources) {
        return KeepalivedParser.parse(new Source("main.conf", text), "cp1", sources);
    }

    private static String unescape(String text) {
        return text.translateEscapes();
    }

    /** Words with a space or nothing in them, in angle brackets. */
    private static String show(List<Statement> statements) {
        return statements.stream()
                .map(statement -> statement.words().stream()
                                .map(word -> word.text().isEmpty()
                                                && statement.words().size() > 1
                                        ? "<>"
                                        : word.text().matches(".*[ \"].*") ? "<" + word.text() + ">" : word.text())
                                .collect(Collectors.joining(" "))
                        + statement
                                .block()
                                .map(block -> " {" + show(block) + "}")
                                .orElse(""))
                .collect(Collectors.joining("; "));
    }
}
