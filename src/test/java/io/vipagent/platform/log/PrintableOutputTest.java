package io.vipagent.platform.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableOutputTest {
    private final ByteArrayOutputStream got = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(new PrintableOutput(got), true, StandardCharsets.UTF_8);

    @ParameterizedTest
    @ValueSource(
            ints = {
                0, 7, 8, 0x0b, 0x0d, 0x1b, 0x7f, 0x80, 0x9b, 0x61c, 0x200e, 0x202a, 0x202e, 0x2028, 0x2066, 0x2069,
                0xfeff
            })
    void whatMovesTheCursorOrTheDirectionIsAQuestionMark(int point) {
        out.println("a" + Character.toString(point) + "b");
        assertThat(got.toString(StandardCharsets.UTF_8)).isEqualTo("a?b\n");
    }

    @Test
    void wordsOfAnyLanguageStay() {
        String text = "größer 名前 имя 😀\tcolumn\nline\n";
        out.print(text);
        out.flush();
        assertThat(got.toString(StandardCharsets.UTF_8)).isEqualTo(text);
    }

    @Test
    void aLongTextStaysWhole() {
        String line = "ä".repeat(99) + "\n";
        out.print(line.repeat(5000));
        out.flush();
        assertThat(got.toString(StandardCharsets.UTF_8)).isEqualTo(line.repeat(5000));
    }
}
