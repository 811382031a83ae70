package io.vipagent.agent.http;

import io.netty.buffer.ByteBuf;

/** Counts the TLS records of a stream by their headers (RFC 8446, section 5.1), as they come. */
final class TlsRecords {
    private static final int HEADER_BYTES = 5;
    private static final int LENGTH_BYTE = 3;

    private int header;
    private int length;
    private int left;
    private int count;

    /**
     * Takes the next bytes, which stay unread, and returns how many records have begun since the last {@link #reset}.
     */
    int count(ByteBuf bytes) {
        int end = bytes.writerIndex();
        int i = bytes.readerIndex();
        while (i < end) {
            if (left > 0) {
                int skipped = Math.min(left, end - i);
                left -= skipped;
                i += skipped;
                continue;
            }
            int next = bytes.getUnsignedByte(i);
            i++;
            length = header < LENGTH_BYTE ? 0 : length << Byte.SIZE | next;
            header++;
            if (header == HEADER_BYTES) {
                header = 0;
                left = length;
                count++;
            }
        }
        return count;
    }

    /** Counts from 0 again. */
    void reset() {
        count = 0;
    }
}
