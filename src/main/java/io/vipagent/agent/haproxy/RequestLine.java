package io.vipagent.agent.haproxy;

import io.vipagent.core.protocol.AgentRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * What a client sent.
 *
 * @param whole whether it was one line and nothing else: nothing more is to be expected, and the connection may end
 *     with the answer, without another wait
 */
record RequestLine(AgentRequest request, boolean whole) {
    private static final int MAX_LENGTH = 256;
    private static final int TIMEOUT_MILLIS = 1000;

    /**
     * Reads a line. Takes at once all that is there: each read with a timeout is a handful of system calls.
     *
     * @param begin how long its first byte is waited for; a client that sends nothing asks all the same
     * @throws IOException where a line has begun and does not end, or is too long
     */
    static RequestLine read(Socket client, Duration begin) throws IOException {
        InputStream in = client.getInputStream();
        byte[] line = new byte[MAX_LENGTH + 1];
        int length = 0;
        client.setSoTimeout(Math.max(1, (int) begin.toMillis()));
        try {
            for (int read = in.read(line); read >= 0; read = in.read(line, length, line.length - length)) {
                int end = newline(line, length, length + read);
                length += read;
                if (end >= 0) {
                    return new RequestLine(request(line, end), end == length - 1);
                }
                if (length == line.length) {
                    throw new IOException("line too long");
                }
                client.setSoTimeout(TIMEOUT_MILLIS);
            }
        } catch (SocketTimeoutException e) {
            if (length > 0) {
                throw e;
            }
        }
        return new RequestLine(request(line, length), false);
    }

    /** A close while something is unread would reset the connection, and the reply could be lost with it. */
    static void awaitEnd(Socket client) throws IOException {
        client.setSoTimeout(TIMEOUT_MILLIS);
        byte[] ignored = new byte[MAX_LENGTH];
        for (int n = 0; n < 4 && client.getInputStream().read(ignored) >= 0; n++) {
            // Not more than a few reads: what a client says after its line means nothing.
        }
    }

    private static int newline(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private static AgentRequest request(byte[] line, int length) {
        return AgentRequest.parse(new String(line, 0, length, StandardCharsets.ISO_8859_1));
    }
}
