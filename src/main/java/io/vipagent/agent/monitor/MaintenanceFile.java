package io.vipagent.agent.monitor;

import io.vipagent.core.text.IoErrors;
import io.vipagent.core.text.OneLine;
import io.vipagent.platform.files.FileKind;
import io.vipagent.platform.files.RegularFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A drain as a file beside the control socket: it outlives a restart or an upgrade of the agent, and {@code check} finds
 * it while no agent answers. A reboot, which empties {@code /run}, ends it.
 */
public final class MaintenanceFile implements Maintenance {
    private final Path file;
    private volatile Optional<String> reason;

    private MaintenanceFile(Path file, Optional<String> reason) {
        this.file = file;
        this.reason = reason;
    }

    /** That of the agent whose control socket is {@code socket}, as it was left. */
    public static MaintenanceFile beside(Path socket) {
        Path file = socket.resolveSibling("maintenance");
        return new MaintenanceFile(file, read(file));
    }

    @Override
    public Optional<String> reason() {
        return reason;
    }

    @Override
    public void drain(String why) {
        String line = OneLine.line(why);
        Path fresh = file.resolveSibling("maintenance.new");
        try {
            RegularFile.replace(file, fresh, line + "\n", Optional.empty());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep the drain in " + file, e);
        }
        reason = Optional.of(line);
    }

    @Override
    public void resume() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + file, e);
        }
        reason = Optional.empty();
    }

    private static Optional<String> read(Path file) {
        try {
            return Optional.of(OneLine.line(RegularFile.ownText(file, FileKind.NOTE)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("drained, for a reason that cannot be read: " + file + ": " + IoErrors.why(e));
        }
    }
}
