package io.vipagent.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vipagent.core.protocol.ResponseFixtures.End;
import io.vipagent.core.protocol.ResponseFixtures.Fixture;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** How the bytes are cut never matters, and no cut-off answer passes for a whole one. */
class ResponseParserTest {
    static final List<Fixture> FIXTURES = ResponseFixtures.ALL;
    static final List<Fixture> FRAMED =
            FIXTURES.stream().filter(fixture -> fixture.end() == End.FRAMED).toList();

    @ParameterizedTest
    @FieldSource("FIXTURES")
    void whole(Fixture fixture) {
        byte[] bytes = fixture.bytes();
        assertThat(parse(bytes, Math.max(1, bytes.length))).isEqualTo(fixture.expected());
    }

    @ParameterizedTest
    @FieldSource("FIXTURES")
    void byteByByte(Fixture fixture) {
        assertThat(parse(fixture.bytes(), 1)).isEqualTo(fixture.expected());
    }

    @ParameterizedTest
    @FieldSource("FIXTURES")
    void inRandomPieces(Fixture fixture) {
        byte[] bytes = fixture.bytes();
        for (int seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            int[] cuts =
                    random.ints(random.nextInt(8), 0, bytes.length + 1).sorted().toArray();
            assertThat(parse(bytes, cuts)).as("seed %d", seed).isEqualTo(fixture.expected());
        }
    }

    /** The end of the stream at every position: only where the framing says so is it the end of the answer. */
    @ParameterizedTest
    @FieldSource("FIXTURES")
    void cutOff(Fixture fixture) {
        byte[] bytes = fixture.bytes();
        int body = fixture.end() == End.WITH_STREAM ? startOfLastBody(fixture.text()) : bytes.length;
        for (int length = 0; length < bytes.length; length++) {
            byte[] head = Arrays.copyOf(bytes, length);
            String result = parse(head, Math.max(1, length));
            if (length == 0) {
                assertThat(result).isEqualTo("closed without an answer");
            } else if (fixture.end() == End.WITH_STREAM && length >= body) {
                assertThat(result)
                        .isEqualTo(fixture.expected().substring(0, 4)
                                + fixture.text().substring(body, length));
            } else if (fixture.end() == End.NEVER) {
                assertThat(result)
                        .as("after %d bytes", length)
                        .isIn("closed in the middle of the answer", fixture.expected());
            } else {
                assertThat(result).as("after %d bytes", length).isEqualTo("closed in the middle of the answer");
            }
        }
    }

    @ParameterizedTest
    @FieldSource("FIXTURES")
    void isDoneWithTheLastByteAndNotBefore(Fixture fixture) throws MalformedResponse {
        byte[] bytes = fixture.bytes();
        ResponseParser parser = new ResponseParser();
        for (int i = 0; i < bytes.length && fixture.end() != End.NEVER; i++) {
            assertThat(parser.done()).as("after %d bytes", i).isFalse();
            parser.feed(bytes, i, 1);
        }
        assertThat(parser.done()).isEqualTo(fixture.end() == End.FRAMED);
    }

    /** The next answer on the same connection, or a peer that cannot stop. */
    @ParameterizedTest
    @FieldSource("FRAMED")
    void ignoresWhatComesBehindTheEnd(Fixture fixture) {
        byte[] more = (fixture.text() + "\u0000 and more\r\n").getBytes(StandardCharsets.ISO_8859_1);
        assertThat(parse(more, more.length)).isEqualTo(fixture.expected());
        assertThat(parse(more, 1)).isEqualTo(fixture.expected());
    }

    @Test
    void hasNoStatusUntilTheHeadersOfTheFinalAnswerAreComplete() throws MalformedResponse {
        ResponseParser parser = new ResponseParser();
        for (String text : List.of("HTTP/1.1 100 Continue\r\nA: b\r\n", "\r\n", "HTTP/1.1 503 X\r\n", "A: b\r\n")) {
            feed(parser, text);
            assertThat(parser.status()).isZero();
        }
        feed(parser, "\r\n");
        assertThat(parser.status()).isEqualTo(503);
    }

    @Test
    void readsTheGivenPartOfTheArray() throws MalformedResponse {
        ResponseParser parser = new ResponseParser();
        byte[] bytes = "xxHTTP/1.1 200 OK\r\n\r\nokxx".getBytes(StandardCharsets.ISO_8859_1);
        parser.feed(bytes, 2, bytes.length - 4);
        parser.end();
        assertThat(parser.body()).isEqualTo("ok");
    }

    @Test
    void keepsTheFirstKibibyteOfTheBody() throws MalformedResponse {
        for (int length : new int[] {1023, 1024, 1025, 5000}) {
            ResponseParser parser = new ResponseParser();
            feed(parser, "HTTP/1.1 200 OK\r\n\r\n" + "x".repeat(length));
            assertThat(parser.body()).isEqualTo("x".repeat(Math.min(length, 1024)));
        }
    }

    @Test
    void readsTheDateOfTheFinalAnswer() throws MalformedResponse {
        String answer = "HTTP/1.1 100 Continue\r\nDate: Sun, 06 Nov 1994 08:49:36 GMT\r\n\r\n"
                + "HTTP/1.1 500 No\r\nDATE:  Sun, 06 Nov 1994 08:49:37 GMT \r\nContent-Length: 0\r\n\r\n";
        assertThat(date(answer)).contains(Instant.parse("1994-11-06T08:49:37Z"));
        assertThat(date("HTTP/1.1 100 Continue\r\nDate: Sun, 06 Nov 1994 08:49:36 GMT\r\n\r\nHTTP/1.1 204 No\r\n\r\n"))
                .isEmpty();
        for (String other : List.of(
                "",
                "now",
                "Mon, 06 Nov 1994 08:49:37 GMT",
                "Sun, 06 Nov 1994 08:49:61 GMT",
                "Sun, 06 Nov 1994 08:49:37 GMT and more",
                "Sunday, 06-Nov-94 08:49:37 GM")) {
            assertThat(date("HTTP/1.1 204 No\r\nDate: " + other + "\r\n\r\n"))
                    .as(other)
                    .isEmpty();
        }
    }

    private static Optional<Instant> date(String answer) throws MalformedResponse {
        ResponseParser parser = new ResponseParser();
        byte[] bytes = answer.getBytes(StandardCharsets.ISO_8859_1);
        parser.feed(bytes, 0, bytes.length);
        return parser.date();
    }

    @Test
    void readsTheBodyAsUtf8() throws MalformedResponse {
        ResponseParser parser = new ResponseParser();
        feed(parser, "HTTP/1.1 200 OK\r\n\r\n\u00c3\u00b6");
        assertThat(parser.body()).isEqualTo("\u00f6");
    }

    /** RFC 9112, section 9.3, by the letter; where the framing contradicts itself the connection ends. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HTTP/1.1 200 OK;Content-Length: 2;;ok | true",
                "HTTP/1.1 204 No Content;; | true",
                "HTTP/1.1 200 OK;Content-Length: 0;; | true",
                "HTTP/1.1 200 OK;Transfer-Encoding: chunked;;2;ok;0;; | true",
                "HTTP/1.1 200 OK;Content-Length: 2;Connection: keep-alive;;ok | true",
                "HTTP/1.1 200 OK;Content-Length: 2;Connection: close;;ok | false",
                "HTTP/1.1 200 OK;Content-Length: 2;connection: Keep-Alive, CLOSE;;ok | false",
                "HTTP/1.1 200 OK;Content-Length: 2;Connection: x;Connection: close;;ok | false",
                "HTTP/1.1 200 OK;Content-Length: 2;Connection: closed;;ok | true",
                "HTTP/1.0 200 OK;Content-Length: 2;;ok | false",
                "HTTP/1.0 200 OK;Content-Length: 2;Connection: Keep-Alive;;ok | true",
                "HTTP/1.0 200 OK;Content-Length: 2;Connection: Keep-Alive, close;;ok | false",
                "HTTP/1.0 200 OK;Transfer-Encoding: chunked;Connection: keep-alive;;0;; | false",
                "HTTP/1.1 200 OK;Content-Length: 2;Transfer-Encoding: chunked;;2;ok;0;; | false",
                "HTTP/1.1 101 Switching;;HTTP/1.1 200 OK;Content-Length: 2;;ok | false",
                "HTTP/1.1 103 Hints;Connection: close;;HTTP/1.1 200 OK;Content-Length: 2;;ok | true"
            })
    void saysWhetherTheConnectionMayBeKept(String answer, boolean kept) throws MalformedResponse {
        byte[] bytes = answer.replace(";", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
        ResponseParser parser = new ResponseParser();
        for (byte each : bytes) {
            assertThat(parser.keepsAlive()).isFalse();
            parser.feed(new byte[] {each}, 0, 1);
        }
        assertThat(parser.done()).isTrue();
        assertThat(parser.keepsAlive()).isEqualTo(kept);
    }

    @Test
    void doesNotKeepAConnectionWhoseEndWasTheAnswersEnd() throws MalformedResponse {
        ResponseParser parser = new ResponseParser();
        feed(parser, "HTTP/1.1 200 OK\r\n\r\nok");
        parser.end();
        assertThat(parser.done()).isTrue();
        assertThat(parser.keepsAlive()).isFalse();
    }

    @Test
    void tellsHowManyBytesBelongToTheAnswer() throws MalformedResponse {
        ResponseParser parser = new ResponseParser();
        assertThat(parser.begun()).isFalse();
        byte[] bytes =
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(parser.feed(bytes, 0, bytes.length)).isEqualTo(bytes.length - "HTTP/1.1 200".length());
        assertThat(parser.feed(bytes, 0, 5)).isZero();
        assertThat(parser.begun()).isTrue();
    }

    @Test
    void endsOnlyOnce() throws MalformedResponse {
        ResponseParser parser = new ResponseParser();
        feed(parser, "HTTP/1.1 200 OK\r\n\r\nok");
        parser.end();
        assertThat(parser.done()).isTrue();
        parser.end();
        feed(parser, "more");
        assertThat(parser.body()).isEqualTo("ok");
    }

    @Test
    void saysMalformedAndNothingElseOfRandomBytes() {
        for (int seed = 0; seed < 3000; seed++) {
            Random random = new Random(seed);
            Fixture fixture = FIXTURES.get(random.nextInt(FIXTURES.size()));
            byte[] bytes = fixture.bytes();
            for (int change = 0; change < 3 && bytes.length > 0; change++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            // What is thrown but MalformedResponse fails here; and whole and in pieces must still agree.
            assertThat(parse(bytes, 1)).as("seed %d", seed).isEqualTo(parse(bytes, Math.max(1, bytes.length)));
        }
    }

    @Test
    void showsWhatWasNotUnderstood() {
        assertThatThrownBy(() -> feed(new ResponseParser(), "hello\r\nworld"))
                .isInstanceOf(MalformedResponse.class)
                .hasMessage("not an HTTP answer: hello");
    }

    private static int startOfLastBody(String text) {
        return text.contains("\r\n\r\n") ? text.lastIndexOf("\r\n\r\n") + 4 : text.indexOf("\n\n") + 2;
    }

    private static void feed(ResponseParser parser, String text) throws MalformedResponse {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        parser.feed(bytes, 0, bytes.length);
    }

    /** Status and body, or the message of MalformedResponse, of pieces of {@code size} bytes and the end of the stream. */
    private static String parse(byte[] bytes, int size) {
        int[] cuts = new int[bytes.length / size];
        Arrays.setAll(cuts, i -> (i + 1) * size);
        return parse(bytes, cuts);
    }

    private static String parse(byte[] bytes, int[] cuts) {
        ResponseParser parser = new ResponseParser();
        try {
            int from = 0;
            for (int cut : cuts) {
                parser.feed(bytes, from, cut - from);
                from = cut;
            }
            parser.feed(bytes, from, bytes.length - from);
            parser.end();
            return parser.status() + " " + parser.body();
        } catch (MalformedResponse e) {
            return String.valueOf(e.getMessage());
        }
    }
}
