package io.vipagent.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Where the demo is told: lines that stay and, on a terminal, a table below them that is redrawn. Elsewhere there is no
 * table, and nothing but plain text.
 */
final class Screen implements AutoCloseable {
    private static final int EVERY_MILLIS = 250;
    private static final int NARROW = 80;
    private static final String UP_AND_CLEAR = "\033[%dA\033[J";

    private final PrintStream out;
    private final boolean terminal;
    private final int width;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().factory());
    private Supplier<List<String>> table = List::of;
    private int drawn;
    private boolean closed;

    Screen(PrintStream out, boolean terminal, int width) {
        this.out = out;
        this.terminal = terminal;
        this.width = width;
        if (terminal) {
            clock.scheduleWithFixedDelay(this::redraw, EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** Standard output, whatever it is. */
    static Screen standard() {
        boolean terminal = isTerminal() && !"dumb".equals(System.getenv("TERM"));
        return new Screen(System.out, terminal, terminal ? columns() : NARROW);
    }

    boolean isLive() {
        return terminal;
    }

    /** From now on shows this below the lines. */
    synchronized void show(Supplier<List<String>> fresh) {
        table = fresh;
        redraw();
    }

    /** Says a line that stays. */
    synchronized void say(String line) {
        if (closed) {
            return;
        }
        erase();
        out.println(line.stripTrailing());
        draw();
        out.flush();
    }

    synchronized void say() {
        say("");
    }

    /** Takes the table away; nothing is said any more. */
    @Override
    public synchronized void close() {
        erase();
        out.flush();
        closed = true;
        clock.shutdownNow();
    }

    private synchronized void redraw() {
        if (!closed) {
            erase();
            draw();
            out.flush();
        }
    }

    private void erase() {
        if (drawn > 0) {
            out.printf(UP_AND_CLEAR, drawn);
            drawn = 0;
        }
    }

    private void draw() {
        if (!terminal) {
            return;
        }
        List<String> lines = table.get();
        // A line that wraps would be two, and the next redraw would miss one.
        lines.forEach(line -> out.println(line.substring(0, Math.min(line.length(), width - 1))));
        drawn = lines.size();
    }

    /** Only this stream counts: a piped demo on a terminal must stay plain. */
    private static boolean isTerminal() {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/1")).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException e) {
            return false;
        }
    }

    private static int columns() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/tty").toFile()))
                    .start();
            String size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return Optional.of(size.strip().split(" "))
                    .filter(words -> words.length == 2)
                    .map(words -> Integer.parseInt(words[1]))
                    .filter(columns -> columns > 1)
                    .orElse(NARROW);
        } catch (IOException | NumberFormatException e) {
            return NARROW;
        }
    }
}
