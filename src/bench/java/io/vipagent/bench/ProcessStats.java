package io.vipagent.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What a process holds at one moment.
 *
 * @param rssKib resident memory
 * @param anonymousKib the part of it that no file backs
 * @param pssKib resident memory where each shared page counts by its share
 * @param threads of the kernel
 * @param descriptors that are open
 */
record ProcessStats(long rssKib, long anonymousKib, long pssKib, long threads, long descriptors) {
    static ProcessStats of(long pid) {
        Path process = Path.of("/proc", Long.toString(pid));
        try (Stream<Path> descriptors = Files.list(process.resolve("fd"))) {
            String status = Files.readString(process.resolve("status"));
            return new ProcessStats(
                    field(status, "VmRSS"),
                    field(status, "RssAnon"),
                    field(Files.readString(process.resolve("smaps_rollup")), "Pss"),
                    field(status, "Threads"),
                    descriptors.count());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The number after {@code NAME:} in one of the texts of /proc. */
    static long field(String text, String name) {
        return text.lines()
                .filter(line -> line.startsWith(name + ":"))
                .mapToLong(line -> Long.parseLong(
                        line.substring(name.length() + 1).replace("kB", "").strip()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no " + name));
    }

    double rssMib() {
        return rssKib / 1024.0;
    }

    double anonymousMib() {
        return anonymousKib / 1024.0;
    }

    double pssMib() {
        return pssKib / 1024.0;
    }
}
