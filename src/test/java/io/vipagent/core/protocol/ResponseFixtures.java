package io.vipagent.core.protocol;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Answers as peers send them, and what the parser must make of each, however the bytes are cut. */
final class ResponseFixtures {
    private ResponseFixtures() {}

    /** How an answer ends. */
    enum End {
        /** With a byte of its own: nothing behind it is needed, not even the end of the stream. */
        FRAMED,
        /** With the stream. */
        WITH_STREAM,
        /** Never: it is malformed. */
        NEVER
    }

    /**
     * One answer.
     *
     * @param text its bytes as Latin-1
     * @param expected status and body, or the message of MalformedResponse
     */
    record Fixture(String name, String text, End end, String expected) {
        byte[] bytes() {
            return text.getBytes(StandardCharsets.ISO_8859_1);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static final List<Fixture> ALL = List.of(
            // By length.
            framed("length", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", "200 ok"),
            framed("length 0", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "200 "),
            framed("a later minor version", "HTTP/1.2 200 OK\r\nContent-Length: 2\r\n\r\nok", "200 ok"),
            framed("HTTP/1.0 with length", "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok", "200 ok"),
            framed("any case, any space", "HTTP/1.1 200 OK\r\ncONTENT-lENGTH:\t 2 \r\n\r\nok", "200 ok"),
            framed("length with zeros", "HTTP/1.1 200 OK\r\nContent-Length: 0002\r\n\r\nok", "200 ok"),
            framed(
                    "the same length twice",
                    "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nok",
                    "200 ok"),
            framed("a list of equal lengths", "HTTP/1.1 200 OK\r\nContent-Length: 2, 2\r\n\r\nok", "200 ok"),
            framed("a folded header", "HTTP/1.1 200 OK\r\nA: b\r\n c\r\nContent-Length: 2\r\n\r\nok", "200 ok"),
            framed("a folded length", "HTTP/1.1 200 OK\r\nContent-Length:\r\n\t2\r\n\r\nok", "200 ok"),
            framed("no reason, no space", "HTTP/1.1 500\r\nContent-Length: 1\r\n\r\nx", "500 x"),
            framed("no reason", "HTTP/1.1 500 \r\nContent-Length: 1\r\n\r\nx", "500 x"),
            framed("a reason in UTF-8", "HTTP/1.1 500 \u00e5\u0086\u0085\r\nContent-Length: 1\r\n\r\nx", "500 x"),
            framed("bare line feeds", "HTTP/1.1 200 OK\nContent-Length: 2\n\nok", "200 ok"),
            framed("a body of lines", "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n\r\n\r\n\r\n", "200 \r\n\r\n\r\n"),
            framed("an empty value", "HTTP/1.1 200 OK\r\nServer:\r\nContent-Length: 2\r\n\r\nok", "200 ok"),
            // Without a body, whatever the headers say.
            framed("204", "HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n", "204 "),
            framed("304", "HTTP/1.1 304 Not Modified\r\nTransfer-Encoding: chunked\r\n\r\n", "304 "),
            // In chunks.
            framed("chunks", chunked("1\r\no\r\n1\r\nk\r\n0\r\n\r\n"), "200 ok"),
            framed("no chunk", chunked("0\r\n\r\n"), "200 "),
            framed("a chunk of line feeds", chunked("2\r\n\n\n\r\n0\r\n\r\n"), "200 \n\n"),
            framed("extensions", chunked("2;a=\"b\";c\r\nok\r\n0;last\r\n\r\n"), "200 ok"),
            framed("spaces behind a size", chunked("2  \r\nok\r\n0\t\r\n\r\n"), "200 ok"),
            framed("trailers", chunked("2\r\nok\r\n0\r\nX: y\r\nnot a header\r\n\r\n"), "200 ok"),
            framed(
                    "sizes in hexadecimal",
                    chunked("00a\r\n0123456789\r\nB\r\nabcdefghijk\r\n000\r\n\r\n"),
                    "200 0123456789abcdefghijk"),
            framed("many zeros in a size", chunked("00000000000002\r\nok\r\n0000000000\r\n\r\n"), "200 ok"),
            framed(
                    "chunks with bare line feeds",
                    "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n2\nok\n0\n\n",
                    "200 ok"),
            framed(
                    "chunks override a length",
                    "HTTP/1.1 200 OK\r\nContent-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
                    "200 ok"),
            framed(
                    "several codings, chunked last",
                    "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, Chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
                    "200 ok"),
            // After interim answers.
            framed("100", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", "200 ok"),
            framed(
                    "100, 102 and 103",
                    "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n"
                            + "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
                    "200 ok"),
            framed(
                    "the framing of an interim answer counts for nothing",
                    "HTTP/1.1 103 X\r\nTransfer-Encoding: chunked\r\nContent-Length: 7\r\n\r\n"
                            + "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
                    "200 ok"),
            // To the end of the stream.
            toEnd("to the end", "HTTP/1.1 200 OK\r\n\r\nok", "200 ok"),
            toEnd("to the end, HTTP/1.0", "HTTP/1.0 200 OK\r\nServer: x\r\n\r\nok", "200 ok"),
            toEnd("nothing to the end", "HTTP/1.1 200 OK\r\n\r\n", "200 "),
            toEnd("no header at all", "HTTP/1.1 404\n\nnot found", "404 not found"),
            toEnd(
                    "to the end after an interim answer with a length",
                    "HTTP/1.1 103 X\r\nContent-Length: 1\r\n\r\nHTTP/1.1 200 OK\r\n\r\nok",
                    "200 ok"),
            toEnd(
                    "a coding that is not chunked overrides a length",
                    "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: gzip\r\n\r\nok",
                    "200 ok"),
            toEnd(
                    "a coding that ends like chunked",
                    "HTTP/1.1 200 OK\r\nTransfer-Encoding: unchunked\r\n\r\nok",
                    "200 ok"),
            // What is no answer.
            malformed("nothing", "", "closed without an answer"),
            malformed("HTTP/2's preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "not an HTTP answer: PRI * HTTP/2.0"),
            malformed("HTTP/2 by name", "HTTP/2 200 OK\r\n\r\n", "the server speaks HTTP/2 alone; expected HTTP/1.1"),
            malformed(
                    "HTTP/2's settings",
                    "\u0000\u0000\u0012\u0004\u0000\u0000\u0000\u0000\u0000\u0000\u0003",
                    "the server speaks HTTP/2 alone; expected HTTP/1.1"),
            malformed("HTTP/0.9", "<html>hello\n", "not an HTTP answer: <html>hello"),
            malformed("SSH", "SSH-2.0-OpenSSH_9.9\r\n", "not an HTTP answer: SSH-2.0-OpenSSH_9.9"),
            malformed("an empty line", "\r\n", "not an HTTP answer: "),
            malformed("a request", "GET / HTTP/1.1\r\n", "not an HTTP answer: GET / HTTP/1.1"),
            malformed("what cannot be printed", "\u0000\u0001\u0016\u0003\u00ff\n", "not an HTTP answer: ?"),
            malformed(
                    "a long line",
                    "HTTP/1.1 OK " + "x".repeat(60) + "\r\n",
                    "not an HTTP answer: HTTP/1.1 OK " + "x".repeat(28)),
            malformed("status 99", "HTTP/1.1 099 X\r\n", "not an HTTP answer: HTTP/1.1 099 X"),
            malformed("status 600", "HTTP/1.1 600 X\r\n", "not an HTTP answer: HTTP/1.1 600 X"),
            malformed("status 2000", "HTTP/1.1 2000\r\n", "not an HTTP answer: HTTP/1.1 2000"),
            malformed("HTTP/3.0", "HTTP/3.0 200 OK\r\n", "not an HTTP answer: HTTP/3.0 200 OK"),
            malformed("a space too many", "HTTP/1.1  200 OK\r\n", "not an HTTP answer: HTTP/1.1 200 OK"),
            malformed(
                    "no answer behind an interim one",
                    "HTTP/1.1 100 Continue\r\n\r\n",
                    "closed in the middle of the answer"),
            malformed(
                    "garbage behind an interim one", "HTTP/1.1 100 Continue\r\n\r\nSSH\r\n", "not an HTTP answer: SSH"),
            malformed("no colon", "HTTP/1.1 200 OK\r\nServer\r\n\r\n", "not an HTTP header: Server"),
            malformed("no name", "HTTP/1.1 200 OK\r\n: x\r\n\r\n", "not an HTTP header: : x"),
            malformed("a fold of nothing", "HTTP/1.1 200 OK\r\n c: d\r\n\r\n", "not an HTTP header: c: d"),
            malformed("a negative length", length("-1"), "not a Content-Length: -1"),
            malformed("a signed length", length("+2"), "not a Content-Length: +2"),
            malformed("a length in words", length("two"), "not a Content-Length: two"),
            malformed("no length", length(""), "not a Content-Length: "),
            malformed("a length in hexadecimal", length("0x2"), "not a Content-Length: 0x2"),
            malformed("a list of other lengths", length("2, 3"), "two Content-Lengths: 2 and 3"),
            malformed("a huge length", length("9".repeat(19)), "not a Content-Length: " + "9".repeat(19)),
            malformed("the hugest length that is read", length("9".repeat(18)), "closed in the middle of the answer"),
            malformed("two lengths", length("2\r\nContent-Length: 3"), "two Content-Lengths: 2 and 3"),
            malformed("two lengths, one of them 0", length("0\r\nContent-Length: 2"), "two Content-Lengths: 0 and 2"),
            malformed(
                    "101 alone",
                    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n",
                    "101 and nothing behind it: the server speaks another protocol; expected HTTP/1.1"),
            malformed("less than its length", length("3"), "closed in the middle of the answer"),
            malformed("no chunk size", chunked("\r\nok\r\n0\r\n\r\n"), "not a chunk size: "),
            malformed("a chunk size in words", chunked("xyz\r\n"), "not a chunk size: xyz"),
            malformed("a negative chunk size", chunked("-1\r\n"), "not a chunk size: -1"),
            malformed("a huge chunk size", chunked("10000000\r\n"), "not a chunk size: 10000000"),
            malformed(
                    "the hugest chunk size that is read",
                    chunked("fffffff\r\nok"),
                    "closed in the middle of the answer"),
            malformed("a chunk longer than its size", chunked("2\r\nokay\r\n0\r\n\r\n"), "chunk longer than its size"),
            malformed("chunks without an end", chunked("2\r\nok\r\n"), "closed in the middle of the answer"),
            malformed(
                    "chunks without an empty line", chunked("2\r\nok\r\n0\r\n"), "closed in the middle of the answer"));

    private static Fixture framed(String name, String text, String expected) {
        return new Fixture(name, text, End.FRAMED, expected);
    }

    private static Fixture toEnd(String name, String text, String expected) {
        return new Fixture(name, text, End.WITH_STREAM, expected);
    }

    private static Fixture malformed(String name, String text, String expected) {
        return new Fixture(name, text, End.NEVER, expected);
    }

    private static String length(String value) {
        return "HTTP/1.1 200 OK\r\nContent-Length: " + value + "\r\n\r\nok";
    }

    private static String chunked(String body) {
        return "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + body;
    }
}
