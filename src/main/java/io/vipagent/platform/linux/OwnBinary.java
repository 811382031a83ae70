package io.vipagent.platform.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The file that this program was started from, as the kernel has it mapped (proc_pid_smaps(5)). */
public final class OwnBinary {
    private static final Path EXE = Path.of("/proc/self/exe");
    private static final Path SMAPS = Path.of("/proc/self/smaps");

    /** The number that Linux has for it, in bits/mman-linux.h. */
    private static final int MADV_DONTNEED = 4;

    private static final int FIELDS = 6;
    private static final int HEXADECIMAL = 16;

    private OwnBinary() {}

    /**
     * A mapping that nobody can have written to.
     *
     * @param begin of its first byte, the address
     * @param end behind its last byte
     * @param resident how much of it is in memory, in KiB
     */
    record Mapping(long begin, long end, long resident) {}

    /**
     * Gives up what is mapped of the file and was only read, most of it by a start that is over. The kernel keeps it in
     * its cache and maps again what is touched again (madvise(2), MADV_DONTNEED), so a call costs some hundred minor
     * faults and no read of the disk. Nothing happens where /proc is not to be read.
     *
     * @return how much was mapped, in KiB
     */
    public static long release() {
        try {
            return release(readOnly(
                    FileDescriptorReader.lines(SMAPS),
                    Files.readSymbolicLink(EXE).toString()));
        } catch (IOException e) {
            return 0;
        }
    }

    private static long release(List<Mapping> mappings) {
        LibC libc = Linkage.LIBC;
        long released = 0;
        for (Mapping each : mappings) {
            if (libc.madvise(each.begin(), each.end() - each.begin(), MADV_DONTNEED) == 0) {
                released += each.resident();
            }
        }
        return released;
    }

    /**
     * Returns the mappings of {@code file} that may not be written to and were not: advice on one that was, as the
     * linker does before it takes the permission away, would bring back what the file says.
     */
    static List<Mapping> readOnly(List<String> smaps, String file) {
        List<Mapping> found = new ArrayList<>();
        String[] header = {};
        long resident = 0;
        for (String line : smaps) {
            if (line.startsWith("Rss:")) {
                resident = kibibytes(line);
            } else if (line.startsWith("Anonymous:")) {
                if (isReadOnly(header, file) && kibibytes(line) == 0) {
                    found.add(mapping(header[0], resident));
                }
            } else if (!line.contains("kB")) {
                header = line.split(" +", FIELDS);
            }
        }
        return found;
    }

    /** Returns whether a mapping with this header (address, permissions, …, path) is read-only and of {@code file}. */
    private static boolean isReadOnly(String[] header, String file) {
        return header.length == FIELDS && header[1].matches("r-.p") && header[FIELDS - 1].equals(file);
    }

    private static Mapping mapping(String addresses, long resident) {
        int dash = addresses.indexOf('-');
        return new Mapping(
                Long.parseUnsignedLong(addresses, 0, dash, HEXADECIMAL),
                Long.parseUnsignedLong(addresses, dash + 1, addresses.length(), HEXADECIMAL),
                resident);
    }

    private static long kibibytes(String line) {
        return Long.parseLong(
                line.substring(line.indexOf(':') + 1, line.lastIndexOf("kB")).strip());
    }
}
