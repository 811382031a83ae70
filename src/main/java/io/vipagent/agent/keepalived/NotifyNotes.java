package io.vipagent.agent.keepalived;

import io.vipagent.core.protocol.NotifyNote;
import io.vipagent.core.protocol.NotifyNote.UnreadableNote;
import io.vipagent.core.text.IoErrors;
import io.vipagent.platform.files.FileKind;
import io.vipagent.platform.files.RegularFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Notes beside the control socket, one file for each VRRP instance, so that processes which overlap lose nothing of
 * each other's. A reboot, which empties {@code /run}, ends them. They are in the agent's own directory, so that it may
 * remove what another user's process left there.
 */
public final class NotifyNotes {
    private static final String TAKEN = ".taken";
    private static final String FRESH = ".new";

    /** More than a node has instances; what is beyond waits for the next look. */
    private static final int MAX_NOTES = 256;

    private final Path directory;
    private final Consumer<String> warnings;
    private final AtomicLong malformed = new AtomicLong();
    private Set<String> saidBefore = Set.of();

    /** Those beside {@code socket}; {@code warnings} hears in one line what cannot be read or removed. */
    public NotifyNotes(Path socket, Consumer<String> warnings) {
        this.directory = beside(socket);
        this.warnings = warnings;
    }

    /**
     * Leaves a note. Of two on one instance the later one stays.
     *
     * @throws IOException where it cannot be left
     */
    public static void leave(Path socket, NotifyNote note) throws IOException {
        Path file = beside(socket).resolve(note.fileName());
        if (isOlder(note, file)) {
            return;
        }
        Path fresh = file.resolveSibling(
                "." + file.getFileName() + "." + ProcessHandle.current().pid() + FRESH);
        // keepalived's scripts run with its own umask, and perhaps as root in a directory of the agent's user.
        RegularFile.replace(file, fresh, note.line() + "\n", Optional.of(PosixFilePermissions.fromString("rw-r--r--")));
    }

    private static boolean isOlder(NotifyNote note, Path file) {
        try {
            return note.at().isBefore(read(file).at());
        } catch (IOException | UnreadableNote noneOrWorthless) {
            return false;
        }
    }

    /** Takes every note away, the oldest first, and gives it to {@code sink}. Cheap where there are none. */
    public synchronized void take(Consumer<NotifyNote> sink) {
        List<NotifyNote> notes = new ArrayList<>();
        Set<String> problems = new LinkedHashSet<>();
        for (Path file : files(problems)) {
            try {
                notes.add(claim(file));
            } catch (NoSuchFileException e) {
                // Whoever took it says what it says.
            } catch (UnreadableNote e) {
                malformed.incrementAndGet();
                problems.add("removed the note " + file + ", which cannot be read: " + e.getMessage());
            } catch (IOException e) {
                problems.add("cannot take the note " + file + ": " + IoErrors.of(e));
            }
        }
        problems.stream().filter(problem -> !saidBefore.contains(problem)).forEach(warnings);
        saidBefore = problems;
        notes.sort(Comparator.comparing(NotifyNote::at));
        notes.forEach(sink);
    }

    /** Returns how many notes could not be read. */
    public long malformed() {
        return malformed.get();
    }

    /** Under a name of our own first: a note that comes meanwhile is another one, and stays. */
    private static NotifyNote claim(Path file) throws IOException, UnreadableNote {
        Path taken = file;
        if (!file.toString().endsWith(TAKEN)) {
            taken = file.resolveSibling(file.getFileName() + TAKEN);
            Files.move(file, taken, StandardCopyOption.ATOMIC_MOVE);
        }
        try {
            return read(taken);
        } finally {
            Files.delete(taken);
        }
    }

    /** Those that a process took which died over it come first: a newer note would else take their name. */
    private List<Path> files(Set<String> problems) {
        List<Path> taken = new ArrayList<>();
        List<Path> waiting = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(directory, NotifyNote.PREFIX + "*")) {
            for (Path file : all) {
                (file.toString().endsWith(TAKEN) ? taken : waiting).add(file);
                if (taken.size() + waiting.size() == MAX_NOTES) {
                    break;
                }
            }
        } catch (IOException e) {
            problems.add("cannot look for notes in " + directory + ": " + IoErrors.of(e));
        }
        taken.addAll(waiting);
        return taken;
    }

    private static NotifyNote read(Path file) throws IOException, UnreadableNote {
        try {
            String text = new String(RegularFile.ownBytes(file, FileKind.NOTE), StandardCharsets.UTF_8);
            return NotifyNote.parse(text.lines().findFirst().orElse(""));
        } catch (FileSystemException e) {
            if (e.getReason() == null) {
                throw e;
            }
            throw new UnreadableNote(IoErrors.why(e));
        }
    }

    private static Path beside(Path socket) {
        return socket.toAbsolutePath().resolveSibling("");
    }
}
