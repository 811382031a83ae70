package io.vipagent.agent.monitor;

import io.vipagent.core.text.IoErrors;
import io.vipagent.core.text.OneLine;
import io.vipagent.platform.files.FileKind;
import io.vipagent.platform.files.RegularFile;
import io.vipagent.platform.time.SystemTicker;
import io.vipagent.platform.time.Ticker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A drain as a file beside the control socket: it outlives a restart or an upgrade of the agent, and {@code check}
 * finds it while no agent answers. A reboot, which empties {@code /run}, ends it.
 *
 * <p>The first line is the reason. A drain for a time has a second one, with its end by the monotonic clock, which all
 * processes since a boot share and nobody sets, and its length: more than that is never left, also where the file has
 * outlived a boot.
 *
 * <p>Readers never wait. Who changes something waits for who else does: a drain that ends by itself must not take one
 * with it that begins just then.
 */
public final class MaintenanceFile implements Maintenance {
    private static final Pattern UNTIL = Pattern.compile("until (-?[0-9]{1,19}) of ([0-9]{1,19})");

    private final Path file;
    private final Ticker ticker;
    private volatile Optional<Kept> kept;

    /** What the file says; {@code end} is empty where somebody has to end it. */
    private record Kept(String reason, Optional<End> end) {}

    /** The end of a drain and its length, both in nanoseconds. */
    private record End(long until, long length) {}

    private MaintenanceFile(Path file, Ticker ticker) {
        this.file = file;
        this.ticker = ticker;
        this.kept = read(file, ticker);
    }

    /** Returns the file of the agent whose control socket is {@code socket}, as it was left. */
    public static MaintenanceFile beside(Path socket) {
        return beside(socket, new SystemTicker());
    }

    /** Returns the same by another clock. */
    public static MaintenanceFile beside(Path socket, Ticker ticker) {
        return new MaintenanceFile(socket.resolveSibling("maintenance"), ticker);
    }

    @Override
    public Optional<String> reason() {
        return kept.filter(drain -> !isOver(drain)).map(Kept::reason);
    }

    @Override
    public Optional<Duration> left() {
        return kept.filter(drain -> !isOver(drain)).flatMap(Kept::end).map(end -> Duration.ofNanos(left(end)));
    }

    @Override
    public synchronized void drain(String why) {
        keep(new Kept(OneLine.line(why), Optional.empty()));
    }

    @Override
    public synchronized void drain(String why, Duration length) {
        keep(new Kept(OneLine.line(why), Optional.of(new End(ticker.nanos() + length.toNanos(), length.toNanos()))));
    }

    @Override
    public synchronized void resume() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + file, e);
        }
        kept = Optional.empty();
    }

    @Override
    public synchronized Optional<String> ended() {
        Optional<Kept> over = kept.filter(this::isOver);
        if (over.isPresent()) {
            // Where the file cannot be removed the drain has ended all the same, here and for whoever reads it.
            kept = Optional.empty();
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                return over.map(Kept::reason);
            }
        }
        return over.map(Kept::reason);
    }

    private void keep(Kept drain) {
        Path fresh = file.resolveSibling("maintenance.new");
        String until = drain.end()
                .map(end -> "until " + end.until() + " of " + end.length() + "\n")
                .orElse("");
        try {
            RegularFile.replace(file, fresh, drain.reason() + "\n" + until, Optional.empty());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep the drain in " + file, e);
        }
        kept = Optional.of(drain);
    }

    private boolean isOver(Kept drain) {
        return drain.end().filter(end -> left(end) <= 0).isPresent();
    }

    private long left(End end) {
        return end.until() - ticker.nanos();
    }

    private static Optional<Kept> read(Path file, Ticker ticker) {
        try {
            return Optional.of(parse(RegularFile.ownText(file, FileKind.NOTE), ticker));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(new Kept(
                    "drained, for a reason that cannot be read: " + file + ": " + IoErrors.why(e), Optional.empty()));
        }
    }

    private static Kept parse(String text, Ticker ticker) {
        int end = text.indexOf('\n');
        Matcher until = UNTIL.matcher(end < 0 ? "" : text.substring(end + 1).strip());
        if (!until.matches()) {
            return new Kept(OneLine.line(text), Optional.empty());
        }
        String reason = OneLine.line(text.substring(0, end));
        try {
            long length = Long.parseLong(until.group(2));
            long left = Math.min(Long.parseLong(until.group(1)) - ticker.nanos(), length);
            return new Kept(reason, Optional.of(new End(ticker.nanos() + left, length)));
        } catch (NumberFormatException e) {
            return new Kept(OneLine.line(text), Optional.empty());
        }
    }
}
