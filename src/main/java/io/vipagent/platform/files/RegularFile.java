package io.vipagent.platform.files;

import io.vipagent.platform.linux.FileDescriptorReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * Regular files, read whole. Every file that a person or another program may have put there is read here and nowhere
 * else: a FIFO, a device, a directory or a file of gigabytes in its place is an error with a message, and nothing that
 * is read is waited for.
 */
public final class RegularFile {
    private static final int BUFFER = 8192;
    private static final Set<PosixFilePermission> OWNER_ALONE = PosixFilePermissions.fromString("rw-------");
    private static final LinkOption[] FOLLOW = {};
    private static final LinkOption[] NO_FOLLOW = {LinkOption.NOFOLLOW_LINKS};

    private RegularFile() {}

    /**
     * Returns the bytes of a file; links to it are followed.
     *
     * @throws java.nio.file.NoSuchFileException where there is none
     * @throws FileSystemException where it is no regular file or is larger than {@code kind} allows; the reason says so
     */
    public static byte[] bytes(Path file, FileKind kind) throws IOException {
        return read(file, kind, true);
    }

    /**
     * Returns the bytes of a file in a directory of this program: a link is refused, since nobody has a reason to make
     * one.
     */
    public static byte[] ownBytes(Path file, FileKind kind) throws IOException {
        return read(file, kind, false);
    }

    /**
     * Returns the text of a file; links to it are followed.
     *
     * @throws CharacterCodingException where it is not UTF-8
     */
    public static String text(Path file, FileKind kind) throws IOException {
        return decode(bytes(file, kind));
    }

    /**
     * Returns the text of a file in a directory of this program: a link is refused.
     *
     * @throws CharacterCodingException where it is not UTF-8
     */
    public static String ownText(Path file, FileKind kind) throws IOException {
        return decode(ownBytes(file, kind));
    }

    /** Returns the first bytes of a file, at most {@code max}, however large it is; links to it are followed. */
    public static byte[] start(Path file, int max) throws IOException {
        check(file, FOLLOW);
        byte[] buffer = new byte[max];
        int length = 0;
        try (FileDescriptorReader reader = FileDescriptorReader.open(file, true)) {
            for (int read = 0; read >= 0 && length < max; length += Math.max(0, read)) {
                read = reader.read(buffer, length);
            }
        }
        return Arrays.copyOf(buffer, length);
    }

    /** Opens {@code file}, which is no link, to write at its end; it is made where there is none. */
    public static FileChannel append(Path file, Set<PosixFilePermission> permissions) throws IOException {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            check(file, NO_FOLLOW);
        }
        return FileChannel.open(
                file,
                Set.of(
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.APPEND,
                        LinkOption.NOFOLLOW_LINKS),
                PosixFilePermissions.asFileAttribute(permissions));
    }

    /** Returns whether {@code file} is a regular file, and no link, that holds exactly {@code text}. */
    public static boolean holds(Path file, String text) {
        try {
            byte[] expected = text.getBytes(StandardCharsets.UTF_8);
            return check(file, NO_FOLLOW).size() == expected.length
                    && Arrays.equals(start(file, expected.length + 1), expected);
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Puts a file that holds {@code text} in the place of {@code file}, atomically, by way of another name beside it.
     *
     * @param fresh the other name; what is there is removed
     * @param permissions exactly these; empty: as the umask has it
     */
    public static void replace(Path file, Path fresh, String text, Optional<Set<PosixFilePermission>> permissions)
            throws IOException {
        // What somebody left there that died; it may be another user's, or no file.
        Files.deleteIfExists(fresh);
        try {
            Files.writeString(fresh, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            if (permissions.isPresent()) {
                // Nothing that could have been put there meanwhile is followed.
                Files.getFileAttributeView(fresh, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                        .setPermissions(permissions.get());
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            Files.deleteIfExists(fresh);
            throw e;
        }
    }

    /**
     * Makes a file of another name in {@code directory} that holds {@code text} and has its permissions from the start.
     *
     * @param prefix of the name
     */
    public static Path temporary(Path directory, String prefix, String text, Set<PosixFilePermission> permissions)
            throws IOException {
        Path made = Files.createTempFile(directory, prefix, "", PosixFilePermissions.asFileAttribute(OWNER_ALONE));
        Files.writeString(made, text, StandardOpenOption.TRUNCATE_EXISTING);
        Files.setPosixFilePermissions(made, permissions);
        return made;
    }

    /**
     * Copies {@code file}, with its owner and permissions where that is permitted, to {@code copy}, which is not there.
     *
     * @return {@code copy}
     */
    public static Path copy(Path file, Path copy, FileKind kind) throws IOException {
        limit(file, check(file, FOLLOW), kind);
        return Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
    }

    private static String decode(byte[] bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }

    private static void limit(Path file, BasicFileAttributes attributes, FileKind kind) throws FileSystemException {
        if (attributes.size() > kind.maxBytes()) {
            throw new FileSystemException(file.toString(), null, kind.tooLarge());
        }
    }

    private static byte[] read(Path file, FileKind kind, boolean followLinks) throws IOException {
        BasicFileAttributes attributes = check(file, followLinks ? FOLLOW : NO_FOLLOW);
        limit(file, attributes, kind);
        ByteArrayOutputStream read = new ByteArrayOutputStream((int) attributes.size());
        byte[] buffer = new byte[BUFFER];
        try (FileDescriptorReader reader = FileDescriptorReader.open(file, followLinks)) {
            for (int length = reader.read(buffer, 0); length >= 0; length = reader.read(buffer, 0)) {
                read.write(buffer, 0, length);
                // The kernel says no size of its own files, and others may grow meanwhile.
                if (read.size() > kind.maxBytes()) {
                    throw new FileSystemException(file.toString(), null, kind.tooLarge());
                }
            }
        }
        return read.toByteArray();
    }

    /** Looks before it opens: to open a device may already do something. */
    private static BasicFileAttributes check(Path file, LinkOption... links) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class, links);
        if (!attributes.isRegularFile()) {
            String kind = attributes.isDirectory()
                    ? "a directory"
                    : attributes.isSymbolicLink() ? "a symbolic link" : "a FIFO, a socket or a device";
            throw new FileSystemException(file.toString(), null, "is " + kind + ", expected a regular file");
        }
        return attributes;
    }
}
