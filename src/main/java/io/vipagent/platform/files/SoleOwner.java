package io.vipagent.platform.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Says which process writes a file that is replaced again and again, so that no two do. A lock on a file beside it ends
 * with the process, however that ends (fcntl(2), F_SETLK); nobody is waited for.
 */
public final class SoleOwner {
    private static final String SUFFIX = ".lock";

    /** The locks that this process has; each is kept until the process ends. */
    private static final Map<Path, FileLock> HELD = new ConcurrentHashMap<>();

    private SoleOwner() {}

    /**
     * Makes this process the only one that writes {@code file}, until it ends.
     *
     * @return false where another process is that
     * @throws IOException where the lock's file cannot be made or locked
     */
    public static boolean of(Path file) throws IOException {
        Path lockFile = file.resolveSibling(file.getFileName() + SUFFIX);
        if (HELD.containsKey(lockFile)) {
            return true;
        }
        if (Files.exists(lockFile, LinkOption.NOFOLLOW_LINKS)
                && !Files.isRegularFile(lockFile, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileSystemException(lockFile.toString(), null, "is in the way, expected a regular file");
        }
        FileChannel channel = FileChannel.open(
                lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        try {
            FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                return false;
            }
            HELD.put(lockFile, lock);
            return true;
        } catch (OverlappingFileLockException e) {
            channel.close();
            return true;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }
}
