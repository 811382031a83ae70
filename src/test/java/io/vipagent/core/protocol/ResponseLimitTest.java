package io.vipagent.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** 64 KiB in all, wherever a peer puts them. */
class ResponseLimitTest {
    /** Where an answer can be made longer: text before, as many x as it takes, text behind. */
    enum Stuffed {
        REASON("HTTP/1.1 200 ", "\r\nContent-Length: 0\r\n\r\n"),
        HEADER("HTTP/1.1 200 OK\r\nX: ", "\r\nContent-Length: 0\r\n\r\n"),
        INTERIM("HTTP/1.1 100 ", "\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"),
        BODY_TO_END("HTTP/1.1 200 OK\r\n\r\n", ""),
        CHUNK_EXTENSION("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;", "\r\nok\r\n0\r\n\r\n"),
        TRAILER("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX: ", "\r\n\r\n");

        private final String before;
        private final String behind;

        Stuffed(String before, String behind) {
            this.before = before;
            this.behind = behind;
        }

        String ofLength(int length) {
            return before + "x".repeat(length - before.length() - behind.length()) + behind;
        }
    }

    @ParameterizedTest
    @EnumSource
    void takesSoMuch(Stuffed stuffed) {
        assertThatCode(() -> parse(stuffed.ofLength(ResponseParser.MAX_LENGTH), 4096))
                .doesNotThrowAnyException();
        assertThatCode(() -> parse(stuffed.ofLength(ResponseParser.MAX_LENGTH), 1))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @EnumSource
    void takesNoMore(Stuffed stuffed) {
        assertTooLong(stuffed.ofLength(ResponseParser.MAX_LENGTH + 1));
        assertTooLong(stuffed.ofLength(ResponseParser.MAX_LENGTH * 2));
    }

    @Test
    void takesABodyOfTheLengthThatIsLeft() throws MalformedResponse {
        String head = "HTTP/1.1 200 OK\r\nContent-Length: 65000\r\nX: ";
        String text = head + "x".repeat(ResponseParser.MAX_LENGTH - 65_000 - head.length() - 4) + "\r\n\r\n"
                + "x".repeat(65_000);
        assertThat(text).hasSize(ResponseParser.MAX_LENGTH);
        parse(text, 1000);
        assertTooLong(text.replace("X: x", "X: xx"));
    }

    @Test
    void countsChunksTogether() {
        String chunks = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                + ("1000\r\n" + "x".repeat(4096) + "\r\n").repeat(16);
        assertTooLong(chunks + "0\r\n\r\n");
    }

    @Test
    void countsInterimAnswersTogether() {
        assertTooLong("HTTP/1.1 100 Continue\r\n\r\n".repeat(3000));
    }

    /** A line without an end is not waited for until memory is full. */
    @Test
    void takesNoEndlessLine() {
        assertTooLong("x".repeat(ResponseParser.MAX_LENGTH + 1));
    }

    @Test
    void isSixtyFourKibibytes() {
        assertThat(ResponseParser.MAX_LENGTH).isEqualTo(65_536);
    }

    private static void assertTooLong(String text) {
        for (int size : new int[] {1, 4096, text.length()}) {
            assertThatThrownBy(() -> parse(text, size))
                    .isInstanceOf(MalformedResponse.class)
                    .hasMessage("answer longer than 64 KiB");
        }
    }

    private static void parse(String text, int size) throws MalformedResponse {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        ResponseParser parser = new ResponseParser();
        for (int from = 0; from < bytes.length; from += size) {
            byte[] piece = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + size));
            parser.feed(piece, 0, piece.length);
        }
        parser.end();
    }
}
