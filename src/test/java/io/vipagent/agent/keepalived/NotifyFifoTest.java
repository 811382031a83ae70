package io.vipagent.agent.keepalived;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.core.protocol.NotifyLine;
import io.vipagent.core.protocol.NotifyLine.Event;
import io.vipagent.lab.Shell;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real FIFO, with a keepalived at its other end that this test plays: it opens it for reading and writing. */
@Timeout(60)
class NotifyFifoTest {
    private final List<String> warnings = Collections.synchronizedList(new ArrayList<>());
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

    @TempDir
    private Path directory;

    private Path path;
    private NotifyFifo fifo;

    @BeforeEach
    void make() {
        path = directory.resolve("fifo");
        fifo = listener();
    }

    @AfterEach
    void close() {
        fifo.close();
        assertThat(threads()).isEmpty();
    }

    @Test
    void isMadeWhereItIsMissingAndReadInOrder() throws Exception {
        assertThat(fifo.isOpen()).isFalse();
        fifo.housekeep();
        assertThat(fifo.isOpen()).isTrue();
        assertThat(Files.getPosixFilePermissions(path)).isEqualTo(PosixFilePermissions.fromString("rw-rw----"));
        try (FileChannel keepalived = keepalived()) {
            say(keepalived, "INSTANCE \"a\" BACKUP 1\nINSTANCE \"b\" MASTER 2\n");
            expect("INSTANCE \"a\" BACKUP 1", "INSTANCE \"b\" MASTER 2");
            say(keepalived, "VS [192.0.2.1]:tcp:80 UP\nINSTANCE \"a\" MA");
            say(keepalived, "STER 1\n");
            expect("INSTANCE \"a\" MASTER 1");
        }
        assertThat(fifo.malformed()).isZero();
        assertThat(warnings).isEmpty();
    }

    @Test
    void takesOneThatIsThere() throws Exception {
        mkfifo(path, "rw-------");
        try (FileChannel keepalived = keepalived()) {
            say(keepalived, "INSTANCE \"old\" MASTER 1\n");
            fifo.housekeep();
            expect("INSTANCE \"old\" MASTER 1");
        }
    }

    @Test
    void neitherRestartLosesAnything() throws Exception {
        fifo.housekeep();
        FileChannel keepalived = keepalived();
        say(keepalived, "INSTANCE \"a\" MASTER 1\n");
        expect("INSTANCE \"a\" MASTER 1");
        keepalived.close();
        fifo.housekeep();
        fifo.housekeep();
        assertThat(fifo.isOpen()).as("no end of file without keepalived").isTrue();
        try (FileChannel again = keepalived()) {
            say(again, "INSTANCE \"a\" BACKUP 1\n");
            expect("INSTANCE \"a\" BACKUP 1");
            fifo.close();
            say(again, "INSTANCE \"a\" FAULT 1\nINSTANCE \"a\" MASTER 1\n");
            fifo = listener();
            fifo.housekeep();
            expect("INSTANCE \"a\" FAULT 1", "INSTANCE \"a\" MASTER 1");
        }
        assertThat(warnings).isEmpty();
    }

    @Test
    void isReopenedWhereItWasReplaced() throws Exception {
        mkfifo(path, "rw-------");
        fifo.housekeep();
        FileChannel before = keepalived();
        Files.delete(path);
        mkfifo(path, "rw-------");
        try (FileChannel after = keepalived()) {
            say(after, "INSTANCE \"new\" MASTER 1\n");
            fifo.housekeep();
            say(before, "INSTANCE \"old\" STOP 1\n");
            expect("INSTANCE \"old\" STOP 1");
            fifo.housekeep();
            fifo.housekeep();
            expect("INSTANCE \"new\" MASTER 1");
        }
        before.close();
        assertThat(threads()).hasSize(1);
        assertThat(warnings).isEmpty();
    }

    @Test
    void isMadeAgainWhereItVanished() throws Exception {
        fifo.housekeep();
        Files.delete(path);
        fifo.housekeep();
        fifo.housekeep();
        try (FileChannel keepalived = keepalived()) {
            say(keepalived, "INSTANCE \"a\" MASTER 1\n");
            expect("INSTANCE \"a\" MASTER 1");
        }
        assertThat(warnings).isEmpty();
    }

    @Test
    void saysOnceWhatIsInItsWayAndTriesAgain() throws Exception {
        Files.writeString(path, "a file");
        fifo.housekeep();
        fifo.housekeep();
        assertThat(fifo.isOpen()).isFalse();
        assertThat(path).hasContent("a file");
        Files.delete(path);
        Files.createDirectory(path);
        fifo.housekeep();
        Files.delete(path);
        fifo.housekeep();
        assertThat(fifo.isOpen()).isTrue();
        assertThat(warnings)
                .containsExactly("cannot read keepalived's FIFO " + path
                        + ": it is there already, and is no FIFO; remove it or name another path");
    }

    @Test
    void isNotFollowedWhereItIsALink() throws Exception {
        mkfifo(directory.resolve("other"), "rw-------");
        Files.createSymbolicLink(path, directory.resolve("other"));
        fifo.housekeep();
        assertThat(fifo.isOpen()).isFalse();
        assertThat(warnings).singleElement().asString().contains("is no FIFO");
    }

    @Test
    void saysThatItsDirectoryIsMissing() throws Exception {
        Path inMissing = directory.resolve("missing").resolve("fifo");
        try (NotifyFifo other = new NotifyFifo(inMissing, NotifyFifoTest::mkfifo, events::add, warnings::add)) {
            other.housekeep();
            other.housekeep();
            assertThat(warnings).singleElement().asString().startsWith("cannot read keepalived's FIFO " + inMissing);
            Files.createDirectory(directory.resolve("missing"));
            other.housekeep();
            assertThat(other.isOpen()).isTrue();
        }
    }

    @Test
    void garbageIsCountedAndSaidOnceABurst() throws Exception {
        fifo.housekeep();
        try (FileChannel keepalived = keepalived()) {
            say(keepalived, "\u0000\u0001\u00fe\n".repeat(500));
            say(keepalived, "INSTANCE \"a\" MASTER 1\n");
            expect("INSTANCE \"a\" MASTER 1");
            assertThat(fifo.malformed()).isEqualTo(500);
            assertThat(warnings).hasSize(1);
            fifo.housekeep();
            say(keepalived, "x\nINSTANCE \"a\" MASTER 2\n");
            expect("INSTANCE \"a\" MASTER 2");
            assertThat(warnings).as("the same burst").hasSize(1);
            fifo.housekeep();
            fifo.housekeep();
            say(keepalived, "y\nINSTANCE \"a\" MASTER 3\n");
            expect("INSTANCE \"a\" MASTER 3");
        }
        assertThat(warnings)
                .hasSize(2)
                .last()
                .isEqualTo("not a line of keepalived in " + path + ": \"y\"; expected " + NotifyLine.EXPECTED);
    }

    @Test
    void anEndlessLineIsOneMalformedLine() throws Exception {
        fifo.housekeep();
        try (FileChannel keepalived = keepalived()) {
            say(keepalived, "x".repeat(300_000));
            say(keepalived, "\nINSTANCE \"a\" MASTER 1\n");
            expect("INSTANCE \"a\" MASTER 1");
        }
        assertThat(fifo.malformed()).isEqualTo(1);
    }

    @Test
    void keepsUpWithAStorm() throws Exception {
        fifo.housekeep();
        int lines = 50_000;
        try (FileChannel keepalived = keepalived()) {
            for (int i = 0; i < lines; i += 100) {
                say(keepalived, "INSTANCE \"VI_1\" MASTER 100\n".repeat(100));
            }
        }
        Awaitility.await().until(() -> events.size() == lines);
    }

    @Test
    void closesWhileItWaits() throws Exception {
        fifo.housekeep();
        Awaitility.await().until(() -> threads().size() == 1);
        fifo.close();
        assertThat(threads()).isEmpty();
        fifo.housekeep();
        assertThat(fifo.isOpen()).as("for good").isFalse();
    }

    private NotifyFifo listener() {
        return new NotifyFifo(path, NotifyFifoTest::mkfifo, events::add, warnings::add);
    }

    private FileChannel keepalived() throws IOException {
        return FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private static void say(FileChannel keepalived, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
        while (bytes.hasRemaining()) {
            keepalived.write(bytes);
        }
    }

    private void expect(String... lines) throws InterruptedException {
        for (String line : lines) {
            Event event = events.poll(30, TimeUnit.SECONDS);
            assertThat(event).as(line).isNotNull();
            assertThat(event.line()).isEqualTo(line);
        }
        assertThat(events).isEmpty();
    }

    private static void mkfifo(Path path, String mode) throws IOException {
        Shell.Result made = Shell.run(List.of("mkfifo", path.toString()));
        if (made.exitCode() != 0) {
            throw new IOException(made.said());
        }
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }

    private static List<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("notify-fifo"))
                .toList();
    }
}
