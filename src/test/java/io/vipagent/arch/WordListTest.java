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

/** Documents, help texts, log lines, comments and names are written in the words of the field. */
class WordListTest {
    private static final Path MAIN = Path.of("src/main/java");

    /** What is no product, and is read by whoever maintains it. */
    private static final List<Path> BESIDE_MAIN = Stream.of("test", "testkit", "bench", "demo", "packaging")
            .map(folder -> Path.of("src", folder, "java"))
            .toList();

    /** The list itself, and what is planted to try it. */
    private static final Path HERE = Path.of("src/test/java/io/vipagent/arch");

    /** Licences are in their authors' words. */
    private static final Path NOTICES = Path.of("src/packaging/native-notices.txt");

    /** The setting {@code patience}: of a target, as it is configured; its rows in main are held by another rule. */
    private static final List<String> PATIENCE_SETTING = List.of("core/health/ClusterTrace.java: PATIENCE");

    @Test
    void documentsAreInPlainWords() throws IOException {
        List<String> found = new ArrayList<>();
        List<Path> documents = new ArrayList<>(files(Path.of("docs"), ".md"));
        documents.addAll(files(Path.of("monitoring"), ""));
        Stream.of("README.md", "dev", "pom.xml", "src/build/pom.xml")
                .map(Path::of)
                .forEach(documents::add);
        for (Path file : documents) {
            found.addAll(WordList.inProse(file.toString(), Files.readString(file)));
        }
        assertThat(found).isEmpty();
    }

    @Test
    void textsAndCommentsAreInPlainWords() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path folder : folders()) {
            for (Path file : files(folder, ".java")) {
                found.addAll(WordList.inJava(file.toString(), Files.readString(file)));
            }
        }
        List<Path> texts = new ArrayList<>(files(Path.of("src/main/resources"), ""));
        files(Path.of("src/packaging"), "").stream()
                .filter(file -> !file.toString().endsWith(".java") && !file.equals(NOTICES))
                .forEach(texts::add);
        for (Path file : texts) {
            found.addAll(WordList.inProse(file.toString(), Files.readString(file)));
        }
        assertThat(found).isEmpty();
    }

    @Test
    void namesHaveTheWordsOfTheField() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path folder : folders()) {
            for (Path file : files(folder, ".java")) {
                WordList.inNames(file.toString(), Files.readString(file)).stream()
                        .filter(name -> !(folder.equals(MAIN) && name.matches(".*: (\\w+_)?PATIENCE")))
                        .filter(name -> PATIENCE_SETTING.stream().noneMatch(name::endsWith))
                        .forEach(found::add);
            }
        }
        assertThat(found).isEmpty();
    }

    @Test
    void aNameOfTheListIsFound() {
        assertThat(WordList.inNames("A.java", """
                        /** A lookout of MOST. */
                        class A {
                            private static final List<Long> MOST_ROUNDS = of("wakeUps");
                            private static final int MAX_PATIENT = 1;
                            void onJudgement(int wakeUps, int patience) {}
                        }
                        """))
                .containsExactlyInAnyOrder("A.java: MOST_ROUNDS", "A.java: onJudgement", "A.java: wakeUps");
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

    private static List<Path> folders() {
        return Stream.concat(Stream.of(MAIN), BESIDE_MAIN.stream()).toList();
    }

    private static List<Path> files(Path folder, String end) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(end) && !file.startsWith(HERE))
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
