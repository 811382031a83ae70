package io.vipagent.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.platform.linux.OwnBinary.Mapping;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which mappings may be given up: a wrong one would bring back memory as it was at the start. */
class OwnBinaryTest {
    private static final String FILE = "/usr/bin/vip agent";

    @Test
    void findsThoseThatWereOnlyRead() {
        List<String> smaps = (mapping("00401000-01516000 r-xp 00001000 fe:00 21464", 12_552, 0)
                        + mapping("7f1bd1180000-7f1bd1b80000 r--p 0112d000 fe:00 21464", 9_804, 0))
                .lines()
                .toList();
        assertThat(OwnBinary.readOnly(smaps, FILE))
                .containsExactly(
                        new Mapping(0x401000, 0x1516000, 12_552), new Mapping(0x7f1bd1180000L, 0x7f1bd1b80000L, 9_804));
    }

    @ParameterizedTest
    @CsvSource({
        "may be written to, rw-p, 0, /usr/bin/vip agent",
        "is shared, r--s, 0, /usr/bin/vip agent",
        "may not be read, ---p, 0, /usr/bin/vip agent",
        "was written to by the linker, r--p, 4, /usr/bin/vip agent",
        "is of a library, r-xp, 0, /usr/lib/libc.so",
        "is of a file that has the name within, r-xp, 0, /root/usr/bin/vip agent",
        "is of a file of the same name that is gone, r-xp, 0, /usr/bin/vip agent (deleted)",
        "has no file, r-xp, 0, ''"
    })
    void leavesWhat(String why, String permissions, int anonymous, String file) {
        String header = "00401000-01516000 " + permissions + " 00001000 fe:00 21464";
        assertThat(OwnBinary.readOnly(
                        mapping(header, 100, anonymous, file).lines().toList(), FILE))
                .as(why)
                .isEmpty();
    }

    @Test
    void findsNothingInNothing() {
        assertThat(OwnBinary.readOnly(List.of(), FILE)).isEmpty();
        assertThat(OwnBinary.readOnly(List.of("Rss: 4 kB", "Anonymous: 0 kB", "", "x"), FILE))
                .isEmpty();
    }

    /** The launcher of this JVM: its code is touched again and runs on. */
    @Test
    void givesUpWhatIsMappedAndGoesOn() {
        assertThat(OwnBinary.release()).isPositive();
        assertThat(OwnBinary.release()).isNotNegative();
    }

    private static String mapping(String header, int resident, int anonymous) {
        return mapping(header, resident, anonymous, FILE);
    }

    private static String mapping(String header, int resident, int anonymous, String file) {
        return """
                %s                            %s
                Size:              17492 kB
                KernelPageSize:        4 kB
                MMUPageSize:           4 kB
                Rss:           %9d kB
                Pss:               12552 kB
                Shared_Clean:          0 kB
                Private_Clean:     12552 kB
                Private_Dirty:         0 kB
                Referenced:        12552 kB
                Anonymous:     %9d kB
                LazyFree:              0 kB
                SwapPss:               0 kB
                Locked:                0 kB
                THPeligible:           0
                VmFlags: rd ex mr mw me
                """.formatted(header, file, resident, anonymous);
    }
}
