package io.vipagent.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What a process holds, as /proc tells it: at one moment, or the most of several.
 *
 * @param rssKib resident memory
 * @param threads of the kernel
 * @param descriptors that are open
 */
record ProcessPeak(long rssKib, int threads, int descriptors) {
    private static final ProcessPeak NOTHING = new ProcessPeak(0, 0, 0);

    /** What {@code process} holds now; nothing where it has ended. */
    static ProcessPeak now(Process process) {
        Path proc = Path.of("/proc", Long.toString(process.pid()));
        try {
            String status = Files.readString(proc.resolve("status"));
            String[] open = proc.resolve("fd").toFile().list();
            return new ProcessPeak(
                    number(status, "VmRSS:"), (int) number(status, "Threads:"), open == null ? 0 : open.length);
        } catch (IOException e) {
            return NOTHING;
        }
    }

    /** The larger of each. */
    ProcessPeak or(ProcessPeak other) {
        return new ProcessPeak(
                Math.max(rssKib, other.rssKib),
                Math.max(threads, other.threads),
                Math.max(descriptors, other.descriptors));
    }

    private static long number(String status, String name) {
        return status.lines()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0);
    }

    /** Looks many times a second until it is closed. */
    static final class Sampler implements AutoCloseable {
        private static final int INTERVAL_MILLIS = 50;

        private final CountDownLatch closing = new CountDownLatch(1);
        private final Thread thread;
        private volatile ProcessPeak peak = NOTHING;

        Sampler(Process process) {
            thread = Thread.ofPlatform().start(() -> {
                do {
                    peak = peak.or(now(process));
                } while (!isClosing());
            });
        }

        ProcessPeak peak() {
            return peak;
        }

        @Override
        public void close() {
            closing.countDown();
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private boolean isClosing() {
            try {
                return closing.await(INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return true;
            }
        }
    }
}
