package io.vipagent.platform.log;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * An output for people's terminals and logs: of a text that a stranger wrote, such as a certificate's subject or a line
 * of somebody's haproxy.cfg, nothing reaches it that would move the cursor, change colours or turn the direction of
 * writing. Line feeds and tabs stay; every other control and format character becomes a question mark.
 */
public final class PrintableOutput extends OutputStream {
    private static final int MAX_HELD = 1 << 16;

    private final OutputStream to;
    private final ByteArrayOutputStream held = new ByteArrayOutputStream();

    /** Writes to {@code to} whatever is flushed, as UTF-8. */
    public PrintableOutput(OutputStream to) {
        this.to = to;
    }

    @Override
    public synchronized void write(int b) throws IOException {
        held.write(b);
        if (b == '\n' && held.size() > MAX_HELD) {
            flush();
        }
    }

    @Override
    public synchronized void write(byte[] bytes, int from, int length) throws IOException {
        held.write(bytes, from, length);
        if (held.size() > MAX_HELD && length > 0 && bytes[from + length - 1] == '\n') {
            flush();
        }
    }

    @Override
    public synchronized void flush() throws IOException {
        byte[] printable = printable(held.toString(StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
        held.reset();
        to.write(printable);
        to.flush();
    }

    /** Returns {@code text} with a question mark for everything that is not to be printed. */
    static String printable(String text) {
        int[] points = text.codePoints()
                .map(point -> point == '\n' || point == '\t' || isPrintable(point) ? point : '?')
                .toArray();
        return new String(points, 0, points.length);
    }

    private static boolean isPrintable(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
