package io.vipagent.tools.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vipagent.platform.time.Growth;
import io.vipagent.tools.conf.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Patterns of includes, as glob(7) and glob(3) with GLOB_BRACE have them, which keepalived asks. */
class IncludesTest {
    private static final String FROM = "/etc/keepalived.conf";

    @TempDir
    private Path root;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "*|a a.conf b.conf d.conf ab.conf [",
                "*.conf|a.conf ab.conf b.conf d.conf",
                "?.conf|a.conf b.conf d.conf",
                "[ab].conf|a.conf b.conf",
                "[a-c].conf|a.conf b.conf",
                "[!a-c].conf|d.conf",
                "[^a-c].conf|d.conf",
                "[]a].conf|a.conf",
                "[-a].conf|a.conf",
                "a*b*.*f|ab.conf",
                "*b*|ab.conf b.conf",
                "*a|a",
                "**a**|a a.conf ab.conf",
                "\\a.con?|a.conf",
                "\\*|``",
                "[|[",
                "[[]|[",
                "?|a [",
                ".*|.hidden.conf",
                "{b,a}.conf|b.conf a.conf",
                "{a,a?}.conf|a.conf ab.conf",
                "{a,{b,d}}.conf|a.conf b.conf d.conf",
                "{a,missing}.conf|a.conf",
                "../{etc/a,sub}*.conf|a.conf ab.conf",
                "{}*|``",
                "{a*|``",
                "../*/a.conf|a.conf",
                "*.conf/*|``"
            })
    void isAsGlobHasIt(String pattern, String names) throws IOException {
        for (String name : "a a.conf ab.conf b.conf d.conf .hidden.conf [".split(" ")) {
            write("etc/" + name, "");
        }
        Files.createDirectories(root.resolve("empty"));
        List<String> found = Includes.below(root).matching(pattern, FROM).stream()
                .map(source -> source.file().replace("/etc/", ""))
                .toList();
        if (names.contains("[")) {
            assertThat(found).containsExactlyInAnyOrder(names.split(" "));
        } else {
            assertThat(String.join(" ", found)).isEqualTo(names);
        }
    }

    /** A pattern may be tried at every place of a name, but not with every other choice of places. */
    @ParameterizedTest
    @ValueSource(strings = {"*", "a*", "?*", "[a-z]*", "*a"})
    void manyStarsAreNoMoreWorkThanTheirNumber(String star) throws IOException {
        write("etc/" + "a".repeat(40), "");
        Growth.assertLinear(
                star,
                2,
                stars -> () -> assertThat(sources(star.repeat(stars) + "x")).isEmpty());
    }

    @Test
    void aNameThatIsNotThereIsToldAndAPatternIsNot() throws IOException {
        write("etc/a.conf", "");
        assertThatThrownBy(() -> Includes.below(root).matching("missing.conf", FROM))
                .hasMessage("/etc/missing.conf: no such file");
        assertThat(Includes.below(root).matching("/*/missing.conf", FROM)).isEmpty();
    }

    @Test
    void whatNobodyWritesIsRefused() throws IOException {
        write("etc/a.conf", "");
        assertThatThrownBy(() -> Includes.below(root).matching("/a".repeat(2_100), FROM))
                .hasMessage("longer than 4096 characters, as no path is");
        assertThatThrownBy(() -> Includes.below(root).matching("{a,b}".repeat(30), FROM))
                .hasMessage("its braces stand for too many patterns, expected at most 100");
        assertThatThrownBy(() -> Includes.below(root).matching("{a}".repeat(1_000), FROM))
                .hasMessage("its braces stand for too many patterns, expected at most 100");
    }

    @Test
    void namesAreNotComparedWithoutEnd() throws IOException {
        for (int i = 0; i < 100; i++) {
            write("etc/a" + i, "");
        }
        Includes includes = Includes.below(root);
        for (int i = 0; i < 1_000; i++) {
            assertThat(includes.matching("x*", FROM)).isEmpty();
        }
        assertThatThrownBy(() -> includes.matching("x*", FROM))
                .hasMessage("more than 100000 names were compared with what is included");
    }

    @Test
    void onePatternIsNotAllOfTheMemory() throws IOException {
        Path large = write("etc/a0", "#".repeat(1 << 20));
        for (int i = 1; i < 17; i++) {
            Files.createLink(root.resolve("etc/a" + i), large);
        }
        assertThatThrownBy(() -> Includes.below(root).matching("a*", FROM))
                .hasMessage("matches files of more than 16 MiB in all");
    }

    private List<Source> sources(String pattern) {
        try {
            return Includes.below(root).matching(pattern, FROM);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Path write(String name, String text) throws IOException {
        Files.createDirectories(root.resolve(name).getParent());
        return Files.writeString(root.resolve(name), text);
    }
}
