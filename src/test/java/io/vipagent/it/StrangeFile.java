package io.vipagent.it;

import io.vipagent.platform.linux.Fifo;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.stream.Stream;

/** What may lie where a regular file is expected. */
enum StrangeFile {
    /** Nobody writes to it: whoever opens it as a file waits. */
    FIFO {
        @Override
        void make(Path file) throws IOException {
            Fifo.make(file, PosixFilePermissions.fromString("rw-rw-rw-"));
        }
    },
    /** It has no end. */
    DEVICE {
        @Override
        void make(Path file) throws IOException {
            Files.createSymbolicLink(file, Path.of("/dev/zero"));
        }
    },
    DIRECTORY {
        @Override
        void make(Path file) throws IOException {
            Files.createDirectory(file);
        }
    },
    /** It leads to itself. */
    LINK {
        @Override
        void make(Path file) throws IOException {
            Files.createSymbolicLink(file, file);
        }
    },
    /** Of 3 GiB, of which the disk holds nothing. */
    HUGE {
        @Override
        void make(Path file) throws IOException {
            try (RandomAccessFile huge = new RandomAccessFile(file.toFile(), "rw")) {
                huge.setLength(3L << 30);
            }
        }
    };

    abstract void make(Path file) throws IOException;

    /** Lies at {@code file} from now on, in the place of what was there; {@code file}. */
    Path put(Path file) {
        clear(file);
        try {
            make(file);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes whatever is there. */
    static void clear(Path file) {
        try {
            if (!Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                Files.deleteIfExists(file);
                return;
            }
            try (Stream<Path> all = Files.walk(file)) {
                for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
