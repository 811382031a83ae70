package io.vipagent.platform.linux;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A file that is open for reading and that nobody is waited for: neither a writer of a FIFO that has just taken its
 * place, nor a process that has a lease on it (fcntl(2), F_SETLEASE), which holds up every other way of opening a file.
 * Java has no such option. Where native calls are not to be had, it is opened as Java does.
 */
public final class FileDescriptorReader implements AutoCloseable {
    // Linux' own: fcntl.h; O_NOFOLLOW differs by machine.
    private static final int O_NOCTTY = 0x100;
    private static final int O_NONBLOCK = 0x800;
    private static final int O_CLOEXEC = 0x80000;
    private static final int O_NOFOLLOW = System.getProperty("os.arch", "").equals("aarch64") ? 0x8000 : 0x20000;

    private static final int BUFFER = 8192;

    private static final int EPERM = 1;
    private static final int ENOENT = 2;
    private static final int EAGAIN = 11;
    private static final int EACCES = 13;

    private final Path file;
    private final int descriptor;
    private final Optional<InputStream> stream;

    private FileDescriptorReader(Path file, int descriptor, Optional<InputStream> stream) {
        this.file = file;
        this.descriptor = descriptor;
        this.stream = stream;
    }

    /**
     * Opens {@code file} for reading, without waiting for a writer.
     *
     * @param followLinks whether its last part may be a link
     */
    public static FileDescriptorReader open(Path file, boolean followLinks) throws IOException {
        LibC libc = Linkage.LIBC;
        int flags = O_NONBLOCK | O_CLOEXEC | O_NOCTTY | (followLinks ? 0 : O_NOFOLLOW);
        int descriptor = libc.open((file + "\0").getBytes(StandardCharsets.UTF_8), flags);
        if (descriptor == LibC.NOT_THERE) {
            LinkOption[] links = followLinks ? new LinkOption[0] : new LinkOption[] {LinkOption.NOFOLLOW_LINKS};
            return new FileDescriptorReader(file, -1, Optional.of(Files.newInputStream(file, links)));
        }
        if (descriptor < 0) {
            throw error(file, descriptor);
        }
        return new FileDescriptorReader(file, descriptor, Optional.empty());
    }

    /**
     * Reads what there is into {@code buffer}, from index {@code from} on.
     *
     * @return how many bytes, or -1 at the end
     */
    public int read(byte[] buffer, int from) throws IOException {
        if (stream.isPresent()) {
            return stream.get().read(buffer, from, buffer.length - from);
        }
        int length = Linkage.LIBC.read(descriptor, buffer, from);
        if (length < 0) {
            throw error(file, length);
        }
        return length == 0 ? -1 : length;
    }

    @Override
    public void close() throws IOException {
        if (stream.isPresent()) {
            stream.get().close();
        } else {
            Linkage.LIBC.close(descriptor);
        }
    }

    /** Returns the lines of a file of the kernel's, which says no size; links are followed. */
    static List<String> lines(Path file) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] buffer = new byte[BUFFER];
        try (FileDescriptorReader reader = open(file, true)) {
            for (int length = reader.read(buffer, 0); length >= 0; length = reader.read(buffer, 0)) {
                all.write(buffer, 0, length);
            }
        }
        return all.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private static FileSystemException error(Path file, int error) {
        return switch (-error) {
            case ENOENT -> new NoSuchFileException(file.toString());
            case EACCES, EPERM -> new AccessDeniedException(file.toString());
            case EAGAIN -> new FileSystemException(file.toString(), null, "is held by another process");
            default -> new FileSystemException(file.toString(), null, Linkage.LIBC.words(error));
        };
    }
}
