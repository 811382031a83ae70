package io.vipagent.fake;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A complete HTTP answer.
 *
 * @param status code and reason, such as {@code 200 OK}
 * @param headers lines without their ends; the length of the body is added
 */
record Answer(String status, List<String> headers, String body) {
    static Answer ok(String node, String page) {
        return of("200 OK", page).with("X-Node", node);
    }

    /** What a real apiserver says while its etcd is away. */
    static Answer failing(String path) {
        String check = path.replaceAll("^/([a-z]*).*", "$1");
        return of(
                "500 Internal Server Error",
                "[+]ping ok\n[-]etcd failed: reason withheld\n" + check + " check failed\n");
    }

    static Answer unauthorized() {
        return refusal(401, "Unauthorized", "Unauthorized");
    }

    static Answer forbidden(String path) {
        String message = "forbidden: User \\\"system:anonymous\\\" cannot get path \\\"%s\\\"".formatted(path);
        return refusal(403, "Forbidden", message);
    }

    static Answer tooMany() {
        return of("429 Too Many Requests", "Too many requests, please try again later.\n")
                .with("Retry-After", "1");
    }

    static Answer unavailable() {
        return refusal(503, "ServiceUnavailable", "apiserver not ready").with("Retry-After", "1");
    }

    static Answer of(String status, String body) {
        return new Answer(
                status, List.of("Cache-Control: no-cache, private", "Content-Type: text/plain; charset=utf-8"), body);
    }

    Answer with(String header, String value) {
        List<String> more = new ArrayList<>(headers);
        more.add(header + ": " + value);
        return new Answer(status, List.copyOf(more), body);
    }

    byte[] headBytes() {
        return (headText() + "Content-Length: " + body.length() + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    byte[] bodyBytes() {
        return body.getBytes(StandardCharsets.US_ASCII);
    }

    /** Status line and headers, without a length and without the empty line: more may follow. */
    String headText() {
        return "HTTP/1.1 " + status + "\r\n" + String.join("\r\n", headers) + "\r\n";
    }

    private static Answer refusal(int code, String reason, String message) {
        String status = reason.replaceAll("(?<=[a-z])(?=[A-Z])", " ");
        return of(code + " " + status, """
                {"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure",\
                "message":"%s","reason":"%s","code":%d}
                """.formatted(message, reason, code));
    }
}
