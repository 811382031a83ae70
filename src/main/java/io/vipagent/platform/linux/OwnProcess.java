package io.vipagent.platform.linux;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;

/** What the kernel counts for this process, by proc_pid_stat(5); empty where it does not tell. */
public final class OwnProcess {
    private static final Path STAT = Path.of("/proc/self/stat");
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path UPTIME = Path.of("/proc/uptime");

    /** USER_HZ, in which Linux tells every program its times. */
    private static final double TICKS_PER_SECOND = 100;

    private static final int KIB = 1024;

    // Counted from the state, which follows the name in brackets.
    private static final int USER_TIME = 11;
    private static final int SYSTEM_TIME = 12;
    private static final int THREADS = 17;
    private static final int START_TIME = 19;
    private static final int VIRTUAL_BYTES = 20;

    private OwnProcess() {}

    /** Returns the processor time that all threads have used, in seconds. */
    public static OptionalDouble cpuSeconds() {
        OptionalDouble user = stat(USER_TIME);
        OptionalDouble system = stat(SYSTEM_TIME);
        return user.isPresent() && system.isPresent()
                ? OptionalDouble.of((user.getAsDouble() + system.getAsDouble()) / TICKS_PER_SECOND)
                : OptionalDouble.empty();
    }

    /** Returns how many threads it has. */
    public static OptionalDouble threads() {
        return stat(THREADS);
    }

    /** Returns the size of its address space, in bytes. */
    public static OptionalDouble virtualBytes() {
        return stat(VIRTUAL_BYTES);
    }

    /** Returns the memory that it has in use, in bytes. */
    public static OptionalDouble residentBytes() {
        try {
            return FileDescriptorReader.lines(STATUS).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .map(line -> line.split("\\s+", -1)[1])
                    .mapToDouble(kib -> Double.parseDouble(kib) * KIB)
                    .findFirst();
        } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
            return OptionalDouble.empty();
        }
    }

    /** Returns for how many seconds it has run. */
    public static OptionalDouble ageSeconds() {
        OptionalDouble started = stat(START_TIME);
        try {
            String uptime = FileDescriptorReader.lines(UPTIME).getFirst().split(" ", 2)[0];
            return started.isPresent()
                    ? OptionalDouble.of(Double.parseDouble(uptime) - started.getAsDouble() / TICKS_PER_SECOND)
                    : OptionalDouble.empty();
        } catch (IOException | RuntimeException e) {
            return OptionalDouble.empty();
        }
    }

    private static OptionalDouble stat(int field) {
        try {
            List<String> lines = FileDescriptorReader.lines(STAT);
            String line = lines.getFirst();
            String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
            return OptionalDouble.of(Double.parseDouble(fields[field]));
        } catch (IOException | RuntimeException e) {
            return OptionalDouble.empty();
        }
    }
}
