package io.vipagent.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;

/** What a reader must know of the machine and the build before believing a number. */
final class Machine {
    private Machine() {}

    static String describe(Path binary) {
        return "%s, commit %s, `%s` of %.1f MB; %d cores of %s, Linux %s, load %s."
                .formatted(
                        LocalDate.now(ZoneOffset.UTC),
                        commit(),
                        binary.getFileName(),
                        size(binary) / 1e6,
                        Runtime.getRuntime().availableProcessors(),
                        processor(),
                        read("/proc/sys/kernel/osrelease").strip(),
                        read("/proc/loadavg").split(" ", -1)[0]);
    }

    static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String commit() {
        try {
            String commit =
                    Child.output("git", "rev-parse", "--short=12", "HEAD").strip();
            boolean changed = !Child.output("git", "status", "--porcelain").isBlank();
            return commit + (changed ? " with changes" : "");
        } catch (Unusable e) {
            return "unknown";
        }
    }

    private static String processor() {
        return read("/proc/cpuinfo")
                .lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse(System.getProperty("os.arch"));
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
