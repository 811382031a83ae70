package io.vipagent.agent.history;

import io.vipagent.core.history.HistoryEvent;
import io.vipagent.core.history.HistoryRecord;
import io.vipagent.platform.files.RegularFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A ring of events on disk, of two files: {@code history}, which grows, and {@code history.old}, which it becomes when
 * it has half of the bound. Both together never exceed the bound. Each event is one line with a checksum and one write,
 * so an end in mid-write spoils one line, which is passed over. Not for more than one writer.
 */
public final class HistoryFile implements AutoCloseable {
    /** The bound of both files together, in bytes. */
    public static final long DEFAULT_MAX_BYTES = 1024 * 1024;

    private static final String NAME = "history";
    private static final String OLD = "history.old";
    private static final int MAX_LINE_LENGTH = 8192;

    private final Path file;
    private final long maxBytes;
    private Optional<FileChannel> open = Optional.empty();
    private long size;

    /** What was read of a history: its events, oldest first, and how many lines were broken. */
    public record Content(List<HistoryEvent> events, int broken) {}

    /**
     * Returns the directory of the history of the agent whose control socket is {@code socket}: beside it, as its drain
     * is.
     */
    public static Path beside(Path socket) {
        return socket.resolveSibling("");
    }

    /** Creates the history in {@code directory}, which is opened with the first event. */
    public HistoryFile(Path directory, long maxBytes) {
        this.file = directory.resolve(NAME);
        this.maxBytes = maxBytes;
    }

    /**
     * Writes {@code events} at the end.
     *
     * @throws IOException where the disk is full or read-only; later events are tried again
     */
    public void append(List<HistoryEvent> events) throws IOException {
        for (HistoryEvent event : events) {
            ByteBuffer line = StandardCharsets.UTF_8.encode(HistoryRecord.of(event));
            try {
                FileChannel channel = channel();
                if (size + line.remaining() > maxBytes / 2) {
                    rotate();
                    channel = channel();
                }
                while (line.hasRemaining()) {
                    size += channel.write(line);
                }
            } catch (IOException e) {
                close();
                throw e;
            }
        }
    }

    private FileChannel channel() throws IOException {
        if (open.isPresent()) {
            return open.get();
        }
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(file + " is no regular file");
        }
        FileChannel channel = RegularFile.append(file, PosixFilePermissions.fromString("rw-r-----"));
        open = Optional.of(channel);
        size = channel.size();
        if (size > 0) {
            // What was cut in mid-write must not swallow the first new line.
            size += channel.write(ByteBuffer.wrap(new byte[] {'\n'}));
        }
        return channel;
    }

    private void rotate() throws IOException {
        close();
        try {
            Files.move(
                    file,
                    file.resolveSibling(OLD),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (NoSuchFileException e) {
            // Somebody has removed it: begin again.
        }
        size = 0;
    }

    /** Closes the file; the next event opens it again. */
    @Override
    public void close() {
        open.ifPresent(channel -> {
            try {
                channel.close();
            } catch (IOException e) {
                // Every write was one of its own: there is nothing that could be lost.
            }
        });
        open = Optional.empty();
        size = 0;
    }

    /**
     * Reads the history in {@code directory}, also while an agent writes it.
     *
     * @throws UncheckedIOException where there is one that cannot be read
     */
    public static Content read(Path directory, long maxBytes) {
        List<HistoryEvent> events = new ArrayList<>();
        int broken = 0;
        for (String name : List.of(OLD, NAME)) {
            broken += read(directory.resolve(name), maxBytes, events);
        }
        return new Content(List.copyOf(events), broken);
    }

    private static int read(Path file, long maxBytes, List<HistoryEvent> events) {
        int broken = 0;
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return broken;
        }
        try (BufferedReader reader = new BufferedReader(new StringReader(
                new String(RegularFile.start(file, Math.toIntExact(maxBytes)), StandardCharsets.UTF_8)))) {
            long left = maxBytes;
            for (String line = reader.readLine(); line != null && left > 0; line = reader.readLine()) {
                left -= line.length() + 1;
                if (line.isEmpty()) {
                    continue;
                }
                Optional<HistoryEvent> event =
                        line.length() > MAX_LINE_LENGTH ? Optional.empty() : HistoryRecord.read(line);
                event.ifPresent(events::add);
                broken += event.isPresent() ? 0 : 1;
            }
        } catch (NoSuchFileException e) {
            // It became the old one between the two looks.
            return broken;
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": " + e.getMessage(), e);
        }
        return broken;
    }
}
