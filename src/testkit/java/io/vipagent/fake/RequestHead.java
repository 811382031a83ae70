package io.vipagent.fake;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;

/**
 * A request up to the empty line. Bodies are not read: nobody sends one to a probe's path.
 *
 * @param text as it came
 */
record RequestHead(String text) {
    private static final int LIMIT = 64 * 1024;

    /** The next request, or nothing when the client has closed. */
    static Optional<RequestHead> read(InputStream in) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.length() < LIMIT) {
            int next = in.read();
            if (next < 0) {
                return Optional.empty();
            }
            text.append((char) next);
            if (next == '\n' && text.lastIndexOf("\r\n\r\n") >= 0) {
                return Optional.of(new RequestHead(text.toString()));
            }
        }
        throw new IOException("a request head of more than " + LIMIT + " bytes");
    }

    boolean isHead() {
        return text.startsWith("HEAD ");
    }

    /** Without the query. */
    String path() {
        String[] words = text.lines().findFirst().orElse("").split(" ", 3);
        return words.length < 2 ? "" : words[1].replaceFirst("\\?.*", "");
    }

    /** Whether the query leaves this check out, as kube-apiserver reads it. */
    boolean excludes(String check) {
        String[] words = text.lines().findFirst().orElse("").split(" ", 3);
        return words.length > 1 && words[1].matches("[^?]*\\?(.*&)?exclude=" + check + "(&.*)?");
    }

    Optional<String> header(String name) {
        String start = name.toLowerCase(Locale.ROOT) + ":";
        return text.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
                .map(line -> line.substring(start.length()).trim())
                .findFirst();
    }

    /** HTTP/1.0 clients do, for nobody here speaks its keep-alive. */
    boolean wantsClose() {
        return text.lines().findFirst().orElse("").endsWith("HTTP/1.0")
                || header("Connection").filter("close"::equalsIgnoreCase).isPresent();
    }
}
