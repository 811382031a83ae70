package io.vipagent.platform.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vipagent.platform.linux.Fifo;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Nothing that may lie where a file is expected hangs or hurts whoever reads it. */
@Timeout(60)
class RegularFileTest {
    @TempDir
    private Path directory;

    @Test
    void readsWhatIsThere() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "größer\n");
        assertThat(RegularFile.text(file, FileKind.NOTE)).isEqualTo("größer\n");
        assertThat(RegularFile.ownBytes(file, FileKind.NOTE)).hasSize(9);
        assertThat(RegularFile.start(file, 2)).isEqualTo("gr".getBytes(StandardCharsets.UTF_8));
        assertThat(RegularFile.start(file, 100)).hasSize(9);
        assertThat(RegularFile.holds(file, "größer\n")).isTrue();
        assertThat(RegularFile.holds(file, "größer")).isFalse();
        assertThat(RegularFile.holds(file, "grosser\n")).isFalse();
    }

    @Test
    void readsAnEmptyFileAndThoseOfTheKernel() throws IOException {
        assertThat(RegularFile.bytes(Files.createFile(directory.resolve("empty")), FileKind.NOTE))
                .isEmpty();
        assertThat(RegularFile.text(Path.of("/proc/self/status"), FileKind.NOTE))
                .startsWith("Name:");
    }

    @ParameterizedTest
    @EnumSource
    void readsUpToTheLimitOfItsKind(FileKind kind) throws IOException {
        Path file = sparse("full", kind.maxBytes());
        assertThat(RegularFile.bytes(file, kind)).hasSize(kind.maxBytes());
        refused(sparse("fuller", kind.maxBytes() + 1L), kind, "is larger than " + (kind.maxBytes() >> 10) + " KiB");
        refused(sparse("huge", 3L << 30), kind, "is larger than ");
        assertThat(RegularFile.start(sparse("start", 3L << 30), 10)).hasSize(10);
    }

    @Test
    void refusesWhatIsNoRegularFile() throws IOException {
        Path fifo = directory.resolve("fifo");
        Fifo.make(fifo, PosixFilePermissions.fromString("rw-rw-rw-"));
        String other = "is a FIFO, a socket or a device, expected a regular file";
        refused(fifo, FileKind.NOTE, other);
        refused(Path.of("/dev/zero"), FileKind.NOTE, other);
        refused(Path.of("/dev/null"), FileKind.NOTE, other);
        refused(directory, FileKind.NOTE, "is a directory, expected a regular file");
        Path socket = directory.resolve("socket");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            refused(socket, FileKind.NOTE, other);
        }
        refused(Files.createSymbolicLink(directory.resolve("to-fifo"), fifo), FileKind.NOTE, other);
        assertThat(RegularFile.holds(fifo, "1\n")).isFalse();
        assertThatThrownBy(() -> RegularFile.start(fifo, 1)).hasMessageContaining(other);
        assertThatThrownBy(() -> RegularFile.copy(fifo, directory.resolve("copy"), FileKind.NOTE))
                .hasMessageContaining(other);
    }

    @Test
    void refusesALinkInADirectoryOfItsOwnAlone() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "1\n");
        Path link = Files.createSymbolicLink(directory.resolve("link"), file);
        assertThat(RegularFile.text(link, FileKind.NOTE)).isEqualTo("1\n");
        assertThatThrownBy(() -> RegularFile.ownBytes(link, FileKind.NOTE))
                .isInstanceOf(FileSystemException.class)
                .hasMessageContaining("is a symbolic link, expected a regular file");
        assertThat(RegularFile.holds(link, "1\n")).isFalse();
    }

    @Test
    void saysWhatIsMissingOrNotText() throws IOException {
        assertThatThrownBy(() -> RegularFile.bytes(directory.resolve("none"), FileKind.NOTE))
                .isInstanceOf(NoSuchFileException.class);
        Path latin = Files.write(directory.resolve("latin"), new byte[] {'a', (byte) 0xe4, 'b'});
        assertThatThrownBy(() -> RegularFile.text(latin, FileKind.NOTE)).isInstanceOf(CharacterCodingException.class);
        Path secret = Files.createFile(
                directory.resolve("secret"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("---------")));
        // Root may read everything.
        if (!Files.isReadable(secret)) {
            assertThatThrownBy(() -> RegularFile.bytes(secret, FileKind.NOTE))
                    .isInstanceOf(AccessDeniedException.class);
        }
    }

    @Test
    void replacesWhateverIsInTheWay() throws IOException {
        Path file = directory.resolve("file");
        Path fresh = directory.resolve("file.new");
        Fifo.make(fresh, PosixFilePermissions.fromString("rw-------"));
        Fifo.make(file, PosixFilePermissions.fromString("rw-------"));
        RegularFile.replace(file, fresh, "1\n", Optional.of(PosixFilePermissions.fromString("rw-r-----")));
        assertThat(file).hasContent("1\n");
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-r-----"));
        assertThat(fresh).doesNotExist();
    }

    @Test
    void followsNoLinkWhenItReplaces() throws IOException {
        Path other = Files.writeString(directory.resolve("other"), "other");
        Path file = Files.createSymbolicLink(directory.resolve("file"), other);
        Path fresh = Files.createSymbolicLink(directory.resolve("fresh"), other);
        RegularFile.replace(file, fresh, "1\n", Optional.empty());
        assertThat(other).hasContent("other");
        assertThat(file).isRegularFile().hasContent("1\n");
    }

    private static void refused(Path file, FileKind kind, String why) {
        assertThatThrownBy(() -> RegularFile.bytes(file, kind))
                .isInstanceOf(FileSystemException.class)
                .hasMessageContaining(why);
    }

    private Path sparse(String name, long size) throws IOException {
        Path file = directory.resolve(name);
        try (RandomAccessFile made = new RandomAccessFile(file.toFile(), "rw")) {
            made.setLength(size);
        }
        return file;
    }
}
