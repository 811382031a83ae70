package io.vipagent.arch;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Documents, help texts, log lines and comments are written in the words of the field. */
class WordListTest {
    @Test
    void documentsAreInPlainWords() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : files(Path.of("docs"), ".md")) {
            found.addAll(WordList.inProse(file.toString(), Files.readString(file)));
        }
        found.addAll(WordList.inProse("README.md", Files.readString(Path.of("README.md"))));
        assertThat(found).isEmpty();
    }

    @Test
    void textsAndCommentsAreInPlainWords() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : files(Path.of("src/main/java"), ".java")) {
            found.addAll(WordList.inJava(file.toString(), Files.readString(file)));
        }
        for (Path file : files(Path.of("src/main/resources"), "")) {
            found.addAll(WordList.inProse(file.toString(), Files.readString(file)));
        }
        assertThat(found).isEmpty();
    }

    @Test
    void aWordOfTheListIsFoundInProse() {
        assertThat(WordList.inProse("a.md", "one\nreads it anew, for\never\n"))
                .containsExactly("a.md:2: \"anew\", expected: again", "a.md:2: \"for ever\", expected: forever");
    }

    @Test
    void aWordOfTheListIsFoundInCommentsAndTexts() {
        assertThat(WordList.inJava("A.java", "/** Lets go of it. */\nvar anew = \"three in a row\"; // Of\n"))
                .containsExactlyInAnyOrder(
                        "A.java:2: \"in a row\", expected: consecutive", "A.java:1: \"Lets go of\", expected: release");
    }

    @Test
    void namesInCodeAreNoProse() {
        assertThat(WordList.inJava("A.java", "/** @param advert as `advert_int` */ var advert = map.get(\"advert\");"))
                .isEmpty();
    }

    @Test
    void aConstantAndATypeOfTheListAreFound() {
        var planted = new ClassFileImporter().importClasses(Planted.class, Planted.Lookout.class);
        assertThat(HouseRulesTest.CONSTANTS_HAVE_THE_WORDS_OF_THE_FIELD
                        .evaluate(planted)
                        .getFailureReport()
                        .getDetails())
                .hasSize(2);
        assertThat(HouseRulesTest.TYPES_HAVE_THE_WORDS_OF_THE_FIELD
                        .evaluate(planted)
                        .getFailureReport()
                        .getDetails())
                .hasSize(1);
    }

    private static List<Path> files(Path folder, String end) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(end))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static final class Planted {
        private static final Object MOST = new Object();
        private static final Object PATIENCE_OF_PEERS = new Object();
        private static final Object MAX_PEERS = new Object();

        interface Lookout {
            Object seen();
        }

        Object all(Lookout lookout) {
            return List.of(MOST, PATIENCE_OF_PEERS, MAX_PEERS, lookout.seen());
        }
    }
}
