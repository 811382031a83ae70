package io.vipagent.cli;

import io.vipagent.platform.linux.StandardStream;
import io.vipagent.platform.log.PrintableOutput;
import io.vipagent.platform.time.SystemTicker;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * The terminal that commands write to. The quick way of {@code check} writes words of this program alone, and goes
 * without, unless it fails.
 */
final class Terminal {
    private static final String CLEAR = "\033[H\033[2J";

    private Terminal() {}

    /** From now on nothing that a stranger wrote reaches a terminal as anything but printable text. */
    static void printableAlone() {
        System.setOut(printable(new FileOutputStream(FileDescriptor.out)));
        System.setErr(printable(new WaitingOutput(
                new FileOutputStream(FileDescriptor.err), StandardStream.ERR::isWritable, new SystemTicker())));
    }

    /** Empties the screen. */
    static void clear() {
        System.out.flush();
        PrintStream raw = raw();
        raw.print(CLEAR);
        raw.flush();
    }

    /**
     * Writes a screen whose control characters are this program's own.
     *
     * @param cleared on an empty screen; else with an empty line behind it
     * @return whether somebody reads it
     */
    static boolean draw(String screen, boolean cleared) {
        System.out.flush();
        PrintStream raw = raw();
        raw.print((cleared ? CLEAR : "") + screen + (cleared ? "" : "\n"));
        return !raw.checkError();
    }

    private static PrintStream raw() {
        return new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.US_ASCII);
    }

    private static PrintStream printable(OutputStream to) {
        return new PrintStream(new PrintableOutput(to), true, StandardCharsets.UTF_8);
    }
}
