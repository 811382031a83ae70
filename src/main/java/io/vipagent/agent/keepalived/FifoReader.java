package io.vipagent.agent.keepalived;

import io.vipagent.core.protocol.NotifyLine;
import io.vipagent.core.protocol.NotifyLines;
import io.vipagent.core.text.IoErrors;
import io.vipagent.platform.linux.Fifo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

/** Reads one FIFO, on a daemon thread, until it is closed. */
final class FifoReader implements AutoCloseable {
    /** keepalived runs as root; nobody but the agent's group has to read or write. */
    static final String MODE = "rw-rw----";

    private static final int BUFFER = 8192;
    private static final int TYPE = 0xf000;
    private static final int FIFO_TYPE = 0x1000;
    private static final long CLOSE_TIMEOUT_MILLIS = 100;

    private final FileChannel channel;
    private final Identity identity;
    private final Consumer<NotifyLine> sink;
    private final Thread thread;
    private volatile long reads;
    private volatile boolean ended;

    /** Which file it is, whatever its name. */
    private record Identity(long device, long inode, boolean fifo) {
        static Identity of(Path path) throws IOException {
            Map<String, Object> is = Files.readAttributes(path, "unix:mode,ino,dev", LinkOption.NOFOLLOW_LINKS);
            boolean fifo = is.get("mode") instanceof Integer mode && (mode & TYPE) == FIFO_TYPE;
            return new Identity(number(is, "dev"), number(is, "ino"), fifo);
        }

        private static long number(Map<String, Object> is, String name) {
            return is.get(name) instanceof Long number ? number : 0;
        }
    }

    private FifoReader(FileChannel channel, Identity identity, Consumer<NotifyLine> sink) {
        this.channel = channel;
        this.identity = identity;
        this.sink = sink;
        this.thread = Thread.ofPlatform().daemon().name("notify-fifo").unstarted(this::read);
    }

    /**
     * Begins to read {@code path}; it is made where nothing is. Opened for writing too: else to open it would wait for
     * keepalived, and its end would be the FIFO's.
     *
     * @throws IOException with a message for people
     */
    static FifoReader open(Path path, FifoMaker maker, Consumer<NotifyLine> sink) throws IOException {
        try {
            Identity before = identify(path, maker);
            if (!before.fifo) {
                throw new IOException("it is there already, and is no FIFO; remove it or name another path");
            }
            FileChannel channel = Fifo.open(path);
            FifoReader reader = new FifoReader(channel, before, sink);
            if (!reader.isStillAt(path)) {
                channel.close();
                throw new IOException("it is being replaced");
            }
            reader.thread.start();
            return reader;
        } catch (AccessDeniedException e) {
            throw new IOException(
                    IoErrors.why(e) + "; expected a FIFO that this user may read and write: where keepalived "
                            + "makes it, name the user behind the path in keepalived.conf",
                    e);
        } catch (FileSystemException e) {
            throw new IOException(IoErrors.of(e), e);
        }
    }

    private static Identity identify(Path path, FifoMaker maker) throws IOException {
        try {
            return Identity.of(path);
        } catch (NoSuchFileException e) {
            maker.make(path, MODE);
            return Identity.of(path);
        }
    }

    /** Returns whether this is the file that {@code path} names. */
    boolean isStillAt(Path path) {
        try {
            return Identity.of(path).equals(identity);
        } catch (IOException e) {
            return false;
        }
    }

    /** Goes up with everything that is read. */
    long reads() {
        return reads;
    }

    /** Returns whether nothing will be read any more. */
    boolean ended() {
        return ended;
    }

    private void read() {
        NotifyLines lines = new NotifyLines();
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
        try {
            while (channel.read(buffer.clear()) > 0) {
                reads = reads + 1;
                lines.feed(buffer.flip(), sink);
            }
        } catch (IOException closedOrBroken) {
            // Either way the next look at it opens it again, or says why it cannot.
        } finally {
            lines.end(sink);
            ended = true;
        }
    }

    /** Ends the thread, which a close of its channel wakes. */
    @Override
    public void close() {
        try {
            channel.close();
            thread.join(CLOSE_TIMEOUT_MILLIS);
        } catch (IOException e) {
            // There is nothing that is left to be done with it.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
