package io.vipagent.arch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A Javadoc sentence has a subject, or is not there: whoever sees it alone, as an IDE shows it, understands it. */
class JavadocTest {
    private static final Path MAIN = Path.of("src/main/java");

    private static final Pattern JAVADOC = Pattern.compile("/\\*\\*(.*?)\\*/([^;{]*)", Pattern.DOTALL);
    private static final Pattern INLINE_TAG = Pattern.compile("\\{@\\w+ ([^}]*)}");
    private static final Pattern BLOCK_TAGS = Pattern.compile("(^|\\s)@(param|return|throws)\\b.*", Pattern.DOTALL);

    /** It needs another sentence before it, or the name below it, to mean anything. */
    private static final Pattern WITHOUT_A_SUBJECT = Pattern.compile(
            "(It|Its|They|Their|Both|None)\\b.*|(Yes|No)[.,:].*|One (that|whose|which|of (them|these|those))\\b.*");

    /** A method's: what it does, and to what. */
    private static final Pattern SHORT_SENTENCE = Pattern.compile("(?!Adds|Keeps|Copies)[A-Z][a-z]+s \\S.*");

    private static final int MAX_WORDS_OF_A_FRAGMENT = 3;

    @Test
    void sentencesHaveASubject() throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(MAIN)) {
            for (Path file : files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList()) {
                stubs(Files.readString(file)).forEach(stub -> found.add(file + ": " + stub));
            }
        }
        assertThat(found).isEmpty();
    }

    @Test
    void fragmentsAreFound() {
        assertThat(stubs("""
                /** None: every call fails. */
                class A {
                    /** It may not. */
                    B b;
                    /**
                     * One target.
                     *
                     * @param name as it is written
                     */
                    record C(String name) {
                        /** Copies {@code a b c}. */
                        C {}
                    }
                    /** Yes. */
                    D d;
                    /** One of them is enough for all who ask. */
                    E e;
                }
                """))
                .containsExactly(
                        "None: every call fails.",
                        "It may not.",
                        "One target.",
                        "Copies a_b_c.",
                        "Yes.",
                        "One of them is enough for all who ask.");
    }

    @Test
    void sentencesAreNotFound() {
        assertThat(stubs("""
                /** No virtual threads are started here. */
                class A {
                    /** Returns a flag. */
                    boolean flag() {}
                    /** Adds a listener, which hears of every change. */
                    void add(Listener listener) {}
                    /** One line per transition. */
                    int lines;
                    /** @throws IOException where it cannot be read */
                    void read() {}
                }
                """)).isEmpty();
    }

    private static List<String> stubs(String source) {
        List<String> found = new ArrayList<>();
        Matcher matcher = JAVADOC.matcher(source);
        while (matcher.find()) {
            String text = text(matcher.group(1));
            boolean isOfAMethod =
                    matcher.group(2).contains("(") && !matcher.group(2).contains(" record ");
            boolean isFragment = text.split(" ").length <= MAX_WORDS_OF_A_FRAGMENT
                    && !(isOfAMethod && SHORT_SENTENCE.matcher(text).matches());
            if (!text.isEmpty()
                    && (isFragment || WITHOUT_A_SUBJECT.matcher(text).matches())) {
                found.add(text);
            }
        }
        return found;
    }

    /** Returns what a comment says before its block tags, in one line; an inline tag counts as one word. */
    private static String text(String comment) {
        String line = comment.replaceAll("(\\s*\\n\\s*\\*?)+\\s*", " ").strip();
        String main = BLOCK_TAGS.matcher(line).replaceFirst("");
        return INLINE_TAG
                .matcher(main)
                .replaceAll(tag -> Matcher.quoteReplacement(tag.group(1).replace(' ', '_')));
    }
}
