package io.vipagent.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a peer or an operator says becomes one line that harms neither log, protocol nor terminal. */
class OneLineTest {
    record Row(String text, String line) {}

    @ParameterizedTest
    @MethodSource
    void becomesOneLine(Row row) {
        assertThat(OneLine.line(row.text())).isEqualTo(row.line());
    }

    static Row[] becomesOneLine() {
        return new Row[] {
            new Row("", ""),
            new Row("plain text, with (signs) ~!", "plain text, with (signs) ~!"),
            new Row("two\nlines", "two lines"),
            new Row("two\r\n\t  lines", "two lines"),
            new Row("  at both ends \n", "at both ends"),
            new Row(" \r\n\t\0", ""),
            new Row("bell\u0007escape\u001b[31m", "bell escape [31m"),
            new Row("delete\u007fnext\u0085", "delete?next?"),
            new Row("Gr\u00fc\u00dfe", "Gr??e"),
            new Row("beyond \ud83d\ude00", "beyond ??"),
            new Row("right\u202eto left", "right?to left")
        };
    }

    @Test
    void endsAtItsLength() {
        assertThat(OneLine.line("x".repeat(500))).isEqualTo("x".repeat(200));
        assertThat(OneLine.line("abcdef", 3)).isEqualTo("abc");
        assertThat(OneLine.line("abc", 3)).isEqualTo("abc");
        assertThat(OneLine.line("ab   cdef", 4)).isEqualTo("ab c");
        assertThat(OneLine.line("abc def", 4)).isEqualTo("abc");
        assertThat(OneLine.line("abc", 0)).isEmpty();
    }

    /** What is wrong stands at the beginning, what is expected at the end. */
    @Test
    void isShortenedInTheMiddle() {
        assertThat(OneLine.shortened("gr\u00fc\u00df dich", 9)).isEqualTo("gr\u00fc\u00df dich");
        assertThat(OneLine.shortened("0123456789", 9)).isEqualTo("01 ... 89");
        assertThat(OneLine.shortened("0123456789", 8)).isEqualTo("01 ... 9");
        assertThat(OneLine.shortened("x".repeat(100_000), 80)).hasSize(80);
        assertThat(OneLine.shortened("0123456789", 5)).isEqualTo(" ... ");
    }

    @Test
    void isPrintableWhateverComes() {
        for (int seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(60); i > 0; i--) {
                text.append((char) (random.nextBoolean() ? random.nextInt(0x100) : random.nextInt(0x10000)));
            }
            assertThat(OneLine.line(text.toString(), 30))
                    .as("seed %d", seed)
                    .matches("([!-~]+( [!-~]+)*)?")
                    .hasSizeLessThanOrEqualTo(30);
        }
    }
}
