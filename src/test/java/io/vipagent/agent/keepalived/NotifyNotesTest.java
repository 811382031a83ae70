package io.vipagent.agent.keepalived;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.core.protocol.NotifyLine;
import io.vipagent.core.protocol.NotifyLine.Event;
import io.vipagent.core.protocol.NotifyLine.VrrpKind;
import io.vipagent.core.protocol.NotifyNote;
import io.vipagent.core.vip.VrrpState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Notes that wait for the agent. */
class NotifyNotesTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final List<String> warnings = new ArrayList<>();

    @TempDir
    private Path directory;

    private Path socket;
    private NotifyNotes notes;

    @BeforeEach
    void make() {
        socket = directory.resolve("agent.sock");
        notes = new NotifyNotes(socket, warnings::add);
    }

    @Test
    void areTakenOnceTheOldestFirst() throws IOException {
        NotifyNote third = leave("a", VrrpState.MASTER, 3);
        NotifyNote first = leave("c", VrrpState.FAULT, 1);
        NotifyNote second = leave("b", VrrpState.BACKUP, 2);
        assertThat(take()).containsExactly(first, second, third);
        assertThat(take()).isEmpty();
        assertThat(directory).isEmptyDirectory();
        assertThat(warnings).isEmpty();
    }

    @Test
    void ofTwoOnAnInstanceTheLaterStaysWhicheverIsLeftLast() throws IOException {
        leave("a", VrrpState.MASTER, 1);
        NotifyNote later = leave("a", VrrpState.BACKUP, 2);
        leave("a", VrrpState.FAULT, 1);
        assertThat(take()).containsExactly(later);
    }

    @Test
    void thatOverlapLoseNothingOfEachOther() throws Exception {
        List<Callable<NotifyNote>> processes = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            int number = i;
            processes.add(() -> leave("n" + number, VrrpState.MASTER, number));
        }
        List<NotifyNote> left = new ArrayList<>();
        try (ExecutorService all = Executors.newFixedThreadPool(16)) {
            for (var process : all.invokeAll(processes)) {
                left.add(process.get());
            }
        }
        assertThat(take()).isEqualTo(left);
    }

    @Test
    void mayBeReadByAnAgentThatIsAnotherUser() throws IOException {
        NotifyNote note = leave("a", VrrpState.MASTER, 1);
        assertThat(Files.getPosixFilePermissions(directory.resolve(note.fileName())))
                .isEqualTo(PosixFilePermissions.fromString("rw-r--r--"));
    }

    @Test
    void thatAnAgentTookWhichDiedOverThemAreTaken() throws IOException {
        NotifyNote dead = leave("a", VrrpState.MASTER, 1);
        Path file = directory.resolve(dead.fileName());
        Files.move(file, file.resolveSibling(file.getFileName() + ".taken"));
        NotifyNote later = leave("a", VrrpState.BACKUP, 2);
        assertThat(take()).containsExactly(dead, later);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void thatCannotBeReadAreCountedAndSaidAndGo() throws IOException {
        Path garbage = Files.writeString(directory.resolve("vrrp-INSTANCE-a-0"), "garbage\u0007\nmore");
        Path empty = Files.createFile(directory.resolve("vrrp-INSTANCE-b-0"));
        Path huge = Files.writeString(directory.resolve("vrrp-INSTANCE-c-0"), "x".repeat(1 << 20));
        NotifyNote good = leave("d", VrrpState.MASTER, 1);
        assertThat(take()).containsExactly(good);
        assertThat(notes.malformed()).isEqualTo(3);
        assertThat(warnings)
                .hasSize(3)
                .contains("removed the note " + garbage + ", which cannot be read: \"garbage\"; expected TIME "
                        + NotifyLine.EXPECTED)
                .anyMatch(line -> line.startsWith("removed the note " + empty + ","))
                .anyMatch(line -> line.startsWith("removed the note " + huge + ",") && line.length() < 500);
        assertThat(directory).isEmptyDirectory();
    }

    /** Written by others into a directory that both may write to. */
    @Test
    void thatAreNoFilesOfOurOwnAreNotFollowed() throws IOException {
        Path secret = Files.writeString(
                directory.resolve("secret"),
                new NotifyNote(START, new Event(VrrpKind.INSTANCE, "a", VrrpState.MASTER, 1)).line());
        Path link = Files.createSymbolicLink(directory.resolve("vrrp-link"), secret);
        assertThat(take()).isEmpty();
        assertThat(secret).exists();
        assertThat(link).doesNotExist();
        assertThat(warnings)
                .containsExactly("removed the note " + link
                        + ", which cannot be read: is a symbolic link, expected a regular file");
    }

    @Test
    void thatCannotBeRemovedAreSaidOnce() throws IOException {
        Path obstacle = Files.createDirectories(directory.resolve("vrrp-x").resolve("obstacle"));
        take();
        take();
        take();
        Path taken = directory.resolve("vrrp-x.taken");
        assertThat(warnings)
                .filteredOn(line -> line.contains("vrrp-x.taken: "))
                .containsExactly("cannot take the note " + taken + ": a directory is in the way: " + taken);
        Files.delete(taken.resolve(obstacle.getFileName()));
        take();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void haveNothingToDoWithOtherFiles() throws IOException {
        Path maintenance = Files.writeString(directory.resolve("maintenance"), "drained");
        assertThat(take()).isEmpty();
        assertThat(maintenance).hasContent("drained");
    }

    @Test
    void cannotBeLookedForWhereThereIsNoDirectory() {
        Path nowhere = directory.resolve("nowhere");
        NotifyNotes none = new NotifyNotes(nowhere.resolve("agent.sock"), warnings::add);
        none.take(note -> {
            throw new AssertionError(note.line());
        });
        none.take(note -> {
            throw new AssertionError(note.line());
        });
        assertThat(warnings)
                .containsExactly("cannot look for notes in " + nowhere + ": no such file or directory: " + nowhere);
    }

    private NotifyNote leave(String name, VrrpState state, int second) throws IOException {
        NotifyNote note = new NotifyNote(START.plusSeconds(second), new Event(VrrpKind.INSTANCE, name, state, 100));
        NotifyNotes.leave(socket, note);
        return note;
    }

    private List<NotifyNote> take() {
        List<NotifyNote> taken = new ArrayList<>();
        notes.take(taken::add);
        return taken;
    }
}
