package io.vipagent.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.tools.conf.Source;
import io.vipagent.tools.conf.Sources;
import io.vipagent.tools.conf.Word;
import io.vipagent.tools.conf.keepalived.KeepalivedConf;
import io.vipagent.tools.conf.keepalived.KeepalivedParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The samples that the keepalived package of Debian brings along. */
@Tag("side-by-side")
class KeepalivedSamplesE2E {
    /** Written for keepalived 1; keepalived -t calls the same two words unknown. */
    private static final Path OF_KEEPALIVED_1 = Path.of("keepalived.conf.vrrp.lvs_syncd");

    private static final Path SAMPLES = Path.of("/usr/share/doc/keepalived/samples");

    @Test
    void allOfThemAreRead() throws IOException {
        List<Path> samples;
        try (Stream<Path> files = Files.list(SAMPLES)) {
            samples = files.filter(file -> file.getFileName().toString().startsWith("keepalived.conf."))
                    .sorted()
                    .toList();
        }
        assertThat(samples).hasSizeGreaterThan(20);
        for (Path sample : samples) {
            KeepalivedConf conf = new KeepalivedConf(KeepalivedParser.parse(
                    new Source(sample.toString(), Files.readString(sample)), "high", Sources.NONE));
            assertThat(conf.faults()).as(sample.toString()).isEmpty();
            assertThat(conf.unknown())
                    .as(sample.toString())
                    .extracting(Word::text)
                    .isEqualTo(sample.endsWith(OF_KEEPALIVED_1) ? List.of("VI_2", "VI_3") : List.of());
            assertThat(conf.tree().statements()).as(sample.toString()).isNotEmpty();
        }
    }
}
