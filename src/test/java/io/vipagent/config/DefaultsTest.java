package io.vipagent.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.core.target.ProbeSchedule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds where nothing was written; {@link PackagedFileTest} has the values. */
class DefaultsTest {
    @TempDir
    private Path directory;

    @Test
    void nameTheNodeAfterItsHost() throws Exception {
        assertThat(Loading.load(directory, "").node())
                .isEqualTo(
                        Files.readString(Path.of("/proc/sys/kernel/hostname")).strip());
    }

    @Test
    void holdForWhateverIsNotWritten() throws Exception {
        Settings settings = Loading.load(directory, """
                vip-agent:
                  node: cp1
                  targets:
                    local:
                      fall: 5
                  decision:
                  http:
                    listen: 127.0.0.1:80
                """);
        Settings defaults = Loading.load(directory, "");
        ProbeSchedule schedule = settings.targets().getFirst().schedule();
        assertThat(schedule.fall()).isEqualTo(5);
        assertThat(schedule)
                .usingRecursiveComparison()
                .ignoringFields("fall")
                .isEqualTo(defaults.targets().getFirst().schedule());
        assertThat(settings.targets().getFirst().url())
                .isEqualTo(defaults.targets().getFirst().url());
        assertThat(settings.rule()).isEqualTo(defaults.rule());
        assertThat(settings.agentCheck()).isEqualTo(defaults.agentCheck());
    }

    @Test
    void areWhatIsReadWhereTheDefaultFileIsMissing() throws Exception {
        assertThat(ConfigLoader.DEFAULT_FILE)
                .hasToString("/etc/vip-agent/vip-agent.yaml")
                .doesNotExist();
        assertThat(ConfigLoader.load(ConfigLoader.DEFAULT_FILE, Map.of())).isEqualTo(Loading.load(directory, ""));
    }
}
