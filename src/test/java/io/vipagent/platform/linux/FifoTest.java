package io.vipagent.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Named pipes. */
@Timeout(60)
class FifoTest {
    @TempDir
    private Path directory;

    @Test
    void hasExactlyThePermissionsAskedFor() throws IOException {
        Path fifo = directory.resolve("notify é.fifo");
        make(fifo, "rw--w--w-");
        assertThat(Files.getPosixFilePermissions(fifo)).isEqualTo(PosixFilePermissions.fromString("rw--w--w-"));
        assertThat((int) Files.getAttribute(fifo, "unix:mode") & 0170000).isEqualTo(0010000);
    }

    @Test
    void carriesWhatIsWrittenIntoIt() throws IOException {
        Path fifo = directory.resolve("fifo");
        make(fifo, "rw-------");
        // Opened for both, as Linux permits: neither end waits for the other.
        try (FileChannel both = FileChannel.open(fifo, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            both.write(ByteBuffer.wrap("MASTER\n".getBytes(StandardCharsets.UTF_8)));
            ByteBuffer read = ByteBuffer.allocate(16);
            assertThat(both.read(read)).isEqualTo(7);
            assertThat(new String(read.array(), 0, 7, StandardCharsets.UTF_8)).isEqualTo("MASTER\n");
        }
    }

    @Test
    void leavesWhatIsThereAlone() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "kept");
        assertThatThrownBy(() -> make(file, "rw-------"))
                .isInstanceOf(FileAlreadyExistsException.class)
                .hasMessage(file + ": cannot make a FIFO: there is something already");
        assertThat(file).hasContent("kept");
    }

    @Test
    void saysWhatIsInTheWay() throws IOException {
        Path orphan = directory.resolve("none/fifo");
        assertThatThrownBy(() -> make(orphan, "rw-------"))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessage(orphan + ": cannot make a FIFO: there is no such directory");
        Path below = Files.writeString(directory.resolve("file"), "").resolve("fifo");
        assertThatThrownBy(() -> make(below, "rw-------"))
                .isInstanceOf(FileSystemException.class)
                .hasMessage(below + ": cannot make a FIFO: Not a directory");
        Path tooLong = directory.resolve("x".repeat(300));
        assertThatThrownBy(() -> make(tooLong, "rw-------"))
                .isInstanceOf(FileSystemException.class)
                .hasMessage(tooLong + ": cannot make a FIFO: File name too long");
    }

    private static void make(Path path, String permissions) throws IOException {
        Fifo.make(path, PosixFilePermissions.fromString(permissions));
    }
}
