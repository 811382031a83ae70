package io.vipagent.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.config.InvalidConfiguration;
import io.vipagent.config.Loading;
import io.vipagent.config.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent that cannot open what it needs does not start, rather than be of no use. */
class DescriptorNeedsTest {
    /** Standard streams, the binary, random numbers, the lock of the track file. */
    private static final int AT_THE_START = 7;

    @TempDir
    private Path directory;

    /** It was granted the VIP with 24, and could not write its track file. */
    @Test
    void withOneTarget() throws Exception {
        Settings one = settings(1, Map.of());
        assertThat(DescriptorNeeds.problem(one, AT_THE_START, 24))
                .contains("file descriptors: at most 24 may be open, of which 7 are, expected at least 31 for one"
                        + " target and what listens, such as by ulimit -n or LimitNOFILE= of systemd");
        assertThat(DescriptorNeeds.problem(one, AT_THE_START, 30)).isPresent();
        assertThat(DescriptorNeeds.problem(one, AT_THE_START, 31)).isEmpty();
        assertThat(DescriptorNeeds.problem(one, AT_THE_START, Integer.MAX_VALUE))
                .isEmpty();
    }

    @Test
    void whatListensAndWhatIsAskedCounts() throws Exception {
        int one = DescriptorNeeds.of(settings(1, Map.of()));
        assertThat(DescriptorNeeds.of(settings(1, Map.of("agent-check.listen", "none"))))
                .isEqualTo(one - 1);
        assertThat(DescriptorNeeds.of(settings(1, Map.of("keepalived.notify-fifo", "/run/fifo"))))
                .isEqualTo(one + 1);
        assertThat(DescriptorNeeds.of(
                        settings(1, Map.of("peers", "[\"http://192.0.2.2:9706\", \"http://192.0.2.3:9706\"]"))))
                .isEqualTo(one + 2);
        assertThat(DescriptorNeeds.of(settings(
                        1,
                        Map.of(
                                "keepalived.advertisements",
                                "true",
                                "keepalived.instances",
                                "[VI_1/51/eth0/ipv4, VI_2/52/eth0/ipv4]"))))
                .isEqualTo(one + 2);
    }

    /** A connection for each, and what each of at most eight threads waits with. */
    @Test
    void targetsCount() throws Exception {
        int one = DescriptorNeeds.of(settings(1, Map.of()));
        assertThat(DescriptorNeeds.of(settings(5, Map.of()))).isEqualTo(one + 4 * 3);
        assertThat(DescriptorNeeds.of(settings(8, Map.of()))).isEqualTo(one + 7 * 3);
        assertThat(DescriptorNeeds.of(settings(100, Map.of()))).isEqualTo(one + 7 * 3 + 92);
    }

    @Test
    void moreTargetsThanDescriptorsAreNotTakenWhileItRuns() throws Exception {
        Settings one = settings(1, Map.of());
        Settings ten = settings(10, Map.of());
        assertThat(DescriptorNeeds.problem(one, ten, 22))
                .contains("file descriptors: 22 more may be open, expected at least 23 for 10 targets, where there"
                        + " were 1, such as by ulimit -n or LimitNOFILE= of systemd and a restart");
        assertThat(DescriptorNeeds.problem(one, ten, 23)).isEmpty();
        assertThat(DescriptorNeeds.problem(ten, one, 0)).isEmpty();
        assertThat(DescriptorNeeds.problem(one, one, 0)).isEmpty();
    }

    private Settings settings(int targets, Map<String, String> more) throws IOException, InvalidConfiguration {
        Map<String, String> keys = new HashMap<>(more);
        keys.put("targets.local.insecure", "true");
        for (int i = 2; i <= targets; i++) {
            keys.put("targets.cp" + i + ".role", "backend");
            keys.put("targets.cp" + i + ".url", "https://192.0.2." + i + ":6443/readyz");
            keys.put("targets.cp" + i + ".insecure", "true");
        }
        return Loading.load(directory, Loading.file(keys));
    }
}
