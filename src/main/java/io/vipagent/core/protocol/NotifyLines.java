package io.vipagent.core.protocol;

import io.vipagent.core.protocol.NotifyLine.MalformedLine;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Cuts bytes into lines, however they come. A line that is longer than {@link #MAX_LENGTH} is skipped to its end and
 * is one malformed line; empty lines are nothing. Not thread-safe.
 */
public final class NotifyLines {
    /** The longest line, in bytes, without its line feed. */
    public static final int MAX_LENGTH = 1024;

    private final byte[] line = new byte[MAX_LENGTH];
    private int length;
    private boolean tooLong;

    /** Takes all of {@code bytes}; {@code sink} gets every line that they complete. */
    public void feed(ByteBuffer bytes, Consumer<NotifyLine> sink) {
        while (bytes.hasRemaining()) {
            byte next = bytes.get();
            if (next == '\n') {
                complete(sink);
            } else if (length < MAX_LENGTH) {
                line[length++] = next;
            } else {
                tooLong = true;
            }
        }
    }

    /** Ends a line that nobody will complete any more. */
    public void end(Consumer<NotifyLine> sink) {
        complete(sink);
    }

    private void complete(Consumer<NotifyLine> sink) {
        if (tooLong) {
            sink.accept(
                    new MalformedLine("a line of more than " + MAX_LENGTH + " bytes; expected " + NotifyLine.EXPECTED));
        } else if (length > 0) {
            sink.accept(NotifyLine.parse(new String(line, 0, length, StandardCharsets.UTF_8)));
        }
        length = 0;
        tooLong = false;
    }
}
