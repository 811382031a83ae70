package io.vipagent.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The body as it is handed out: the whole of it and nothing else, whatever its framing and however it is cut. */
class ResponseBodyTest {
    private static final int LIMIT = 1024 * 1024;
    private static final String LONG = "0123456789abcdef".repeat(20_000);

    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
    private final ResponseParser parser = new ResponseParser(LIMIT, heard::write);

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 4096, 1_000_000})
    void ofALength(int size) throws MalformedResponse {
        feed(
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: " + LONG.length() + "\r\n\r\n" + LONG,
                size);
        assertThat(parser.done()).isTrue();
        assertThat(heard.toString(StandardCharsets.ISO_8859_1)).isEqualTo(LONG);
        assertThat(parser.body()).isEqualTo(LONG.substring(0, 1024));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 4096, 1_000_000})
    void inChunks(int size) throws MalformedResponse {
        String chunk = "10;x=y\r\n0123456789abcdef\r\n";
        feed("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk.repeat(2_000) + "0\r\nX: y\r\n\r\n", size);
        assertThat(parser.done()).isTrue();
        assertThat(heard.toString(StandardCharsets.ISO_8859_1)).isEqualTo("0123456789abcdef".repeat(2_000));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 4096, 1_000_000})
    void toTheEnd(int size) throws MalformedResponse {
        feed("HTTP/1.0 200 OK\r\n\r\n" + LONG, size);
        parser.end();
        assertThat(heard.toString(StandardCharsets.ISO_8859_1)).isEqualTo(LONG);
    }

    @Test
    void withoutWhatComesBehindIt() throws MalformedResponse {
        feed("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK", 100);
        assertThat(heard.toString(StandardCharsets.ISO_8859_1)).isEqualTo("ok");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4096, 3_000_000})
    void upToTheLimit(int size) throws MalformedResponse {
        String head = "HTTP/1.1 200 OK\r\n\r\n";
        feed(head + "x".repeat(LIMIT - head.length()), size);
        assertThat(heard.size()).isEqualTo(LIMIT - head.length());
        assertThatThrownBy(() -> feed("x", 1))
                .isInstanceOf(MalformedResponse.class)
                .hasMessage("answer longer than 1024 KiB");
        assertThat(heard.size()).isEqualTo(LIMIT - head.length());
    }

    /** A line is the one part that is kept as a whole. */
    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"})
    void butNoLineThatLong(String before) throws MalformedResponse {
        feed(before + "a".repeat(ResponseParser.MAX_LENGTH), 4096);
        assertThatThrownBy(() -> feed("a", 1))
                .isInstanceOf(MalformedResponse.class)
                .hasMessage("line longer than 64 KiB");
    }

    private void feed(String text, int size) throws MalformedResponse {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        for (int from = 0; from < bytes.length; from += size) {
            parser.feed(bytes, from, Math.min(size, bytes.length - from));
        }
    }
}
