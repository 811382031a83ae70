package io.vipagent.arch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The documents as files: how wide they are, and where their links lead. */
class DocumentsTest {
    private static final int MAX_COLUMNS = 120;

    /** Rows of a table, and lines that are shown as they are: indented, or one quoted line to be written. */
    private static final Pattern NO_PROSE = Pattern.compile("\\|.*| {4}.*|`[^`]*`");

    private static final Pattern LINK = Pattern.compile("]\\(([^)#:\\s]+)(?:#[^)\\s]*)?\\)");

    @ParameterizedTest
    @MethodSource
    void everyLineOfProseIsWrapped(Path document) throws IOException {
        assertThat(tooLong(Files.readAllLines(document))).isEmpty();
    }

    static Stream<Path> everyLineOfProseIsWrapped() throws IOException {
        return documents();
    }

    @Test
    void codeAndTablesAreNotWrapped() {
        String wide = "x".repeat(MAX_COLUMNS + 1);
        assertThat(tooLong(
                        List.of("| " + wide, "    " + wide, "`" + wide + "`", "```sh", wide, "```", "- " + wide, "b")))
                .containsExactly("- " + wide);
    }

    @ParameterizedTest
    @MethodSource
    void everyLinkToAFileLeadsToOne(Path document) throws IOException {
        assertThat(links(document))
                .allSatisfy(link -> assertThat(document.toAbsolutePath().resolveSibling(link))
                        .exists());
    }

    static Stream<Path> everyLinkToAFileLeadsToOne() throws IOException {
        return documents();
    }

    /** Whoever opens the repository finds each document from its front page. */
    @Test
    void theReadmeLinksEveryDocument() throws IOException {
        try (Stream<Path> docs = Files.list(Path.of("docs"))) {
            assertThat(links(Path.of("README.md")))
                    .containsAll(docs.map(Path::toString)
                            .filter(name -> name.endsWith(".md"))
                            .toList());
        }
    }

    private static List<String> tooLong(List<String> lines) {
        List<String> found = new ArrayList<>();
        boolean fenced = false;
        for (String line : lines) {
            fenced ^= line.strip().startsWith("```");
            if (!fenced
                    && line.length() > MAX_COLUMNS
                    && !NO_PROSE.matcher(line).matches()) {
                found.add(line);
            }
        }
        return found;
    }

    private static List<String> links(Path document) throws IOException {
        return LINK.matcher(Files.readString(document))
                .results()
                .map((MatchResult link) -> link.group(1))
                .toList();
    }

    private static Stream<Path> documents() throws IOException {
        List<Path> documents = new ArrayList<>(List.of(Path.of("README.md")));
        for (String folder : List.of("docs", "monitoring", ".github")) {
            try (Stream<Path> files = Files.walk(Path.of(folder))) {
                files.filter(file -> file.toString().endsWith(".md")).forEach(documents::add);
            }
        }
        return documents.stream();
    }
}
