package io.vipagent.platform.linux;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/** A named pipe, which Java cannot make. */
public final class Fifo {
    private static final int OWNER_ALONE = 0600;

    private static final int EPERM = 1;
    private static final int ENOENT = 2;
    private static final int EACCES = 13;
    private static final int EEXIST = 17;

    private Fifo() {}

    /**
     * Makes one at {@code path} with exactly these permissions, whatever the umask.
     *
     * @throws FileAlreadyExistsException where anything is there already, a FIFO too; it is left as it is
     * @throws NoSuchFileException where its directory is not there
     * @throws AccessDeniedException where its directory may not be written to
     * @throws FileSystemException where the file system cannot or the path is too long, in the system's words
     */
    public static void make(Path path, Set<PosixFilePermission> permissions) throws IOException {
        LibC libc = Linkage.LIBC;
        int result = libc.mkfifo((path + "\0").getBytes(StandardCharsets.UTF_8), OWNER_ALONE);
        if (result < 0) {
            throw error(path.toString(), -result, libc.words(result));
        }
        try {
            Files.setPosixFilePermissions(path, permissions);
        } catch (IOException e) {
            Files.deleteIfExists(path);
            throw e;
        }
    }

    /**
     * Opens the FIFO at {@code path} for reading, and for writing too: else to open it would wait for a writer, and the
     * end of the last writer would be the end of the FIFO.
     */
    public static FileChannel open(Path path) throws IOException {
        return FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private static FileSystemException error(String path, int number, String words) {
        return switch (number) {
            case EEXIST -> new FileAlreadyExistsException(path, null, "cannot make a FIFO: there is something already");
            case ENOENT -> new NoSuchFileException(path, null, "cannot make a FIFO: there is no such directory");
            case EACCES, EPERM ->
                new AccessDeniedException(path, null, "cannot make a FIFO: its directory may not be written to");
            default -> new FileSystemException(path, null, "cannot make a FIFO: " + words);
        };
    }
}
