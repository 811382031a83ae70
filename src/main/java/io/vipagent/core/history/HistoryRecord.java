package io.vipagent.core.history;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * A line of the history's file: a checksum of eight hexadecimal digits, a space, the event as JSON, and a line feed. A
 * line that an end in mid-write has cut, or that something else wrote, is found by its checksum.
 */
public final class HistoryRecord {
    private static final int CHECKSUM_LENGTH = 8;

    private HistoryRecord() {}

    /** Returns the line of {@code event}, with its line feed. */
    public static String of(HistoryEvent event) {
        String json = HistoryJson.line(event);
        return checksum(json) + " " + json + "\n";
    }

    /** Returns the event of a line without its line feed; empty where the line is broken or of another format. */
    public static Optional<HistoryEvent> read(String line) {
        if (line.length() < CHECKSUM_LENGTH + 2 || line.charAt(CHECKSUM_LENGTH) != ' ') {
            return Optional.empty();
        }
        String json = line.substring(CHECKSUM_LENGTH + 1);
        return checksum(json).equals(line.substring(0, CHECKSUM_LENGTH)) ? HistoryJson.event(json) : Optional.empty();
    }

    private static String checksum(String json) {
        CRC32 crc = new CRC32();
        crc.update(json.getBytes(StandardCharsets.UTF_8));
        return "%08x".formatted(crc.getValue());
    }
}
