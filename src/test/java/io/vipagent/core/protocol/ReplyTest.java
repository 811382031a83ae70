package io.vipagent.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes back: the exit code, a line for people, and perhaps a body. */
class ReplyTest {
    @ParameterizedTest
    @MethodSource
    void isWritten(Map.Entry<Reply, String> row) {
        assertThat(row.getKey().encode()).isEqualTo(row.getValue());
        assertThat(Reply.decode(row.getValue())).isEqualTo(row.getKey());
    }

    static List<Map.Entry<Reply, String>> isWritten() {
        return List.of(
                Map.entry(new Reply(0, "may hold the VIP"), "0 may hold the VIP\n"),
                Map.entry(new Reply(21, "STALE local: no outcome in time"), "21 STALE local: no outcome in time\n"),
                Map.entry(new Reply(255, "most"), "255 most\n"),
                Map.entry(new Reply(0, ""), "0 \n"),
                Map.entry(new Reply(0, "up", "{\n  \"node\" : \"cp1\"\n}\n"), "0 up\n{\n  \"node\" : \"cp1\"\n}\n"),
                Map.entry(new Reply(0, "up", "no line feed"), "0 up\nno line feed"),
                Map.entry(new Reply(0, "up", "\n\n"), "0 up\n\n\n"));
    }

    /** What a handler's message holds must neither pass for a body nor for another reply. */
    @Test
    void keepsItsTextToOneLine() {
        assertThat(new Reply(70, "two\nlines\r\n").text()).isEqualTo("two lines");
        assertThat(new Reply(70, "x".repeat(900)).text()).hasSize(500);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                " \n",
                "0",
                "0\n",
                "0 up",
                "0\nup \n",
                " 0 up\n",
                "-1 up\n",
                "+1 up\n",
                "1a up\n",
                "0000 up\n",
                "\u0661 up\n",
                "up 0\n",
                "HTTP/1.1 200 OK\r\n\r\n"
            })
    void isNothingElse(String received) {
        assertThatThrownBy(() -> Reply.decode(received))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("not a reply: ");
    }

    @ParameterizedTest
    @CsvSource({"256", "999"})
    void hasACodeThatAProcessCanExitWith(String code) {
        assertThatThrownBy(() -> Reply.decode(code + " up\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not an exit code: " + code);
    }

    @Test
    void quotesWhatItCannotReadInOneShortLine() {
        assertThatThrownBy(() -> Reply.decode("garbage\n\u001b[2J" + "x".repeat(500)))
                .hasMessage("not a reply: garbage [2J" + "x".repeat(49));
    }
}
