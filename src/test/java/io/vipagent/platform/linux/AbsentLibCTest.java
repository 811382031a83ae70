package io.vipagent.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.lab.JavaCommand;
import io.vipagent.lab.Shell;
import io.vipagent.platform.time.SystemTicker;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where native calls are not to be had, everything says so and does nothing. */
@Timeout(60)
class AbsentLibCTest {
    private static final String WHY = "native calls are not permitted here: java.lang.";

    @Test
    void isSaidWhereTheJvmForbidsNativeCalls() {
        List<String> command = new ArrayList<>(JavaCommand.of(Scene.class));
        command.addAll(1, List.of("--illegal-native-access=deny", "--enable-native-access=java.base"));
        String[] lines = Shell.run(command).out().split("\n");
        assertThat(lines).hasSize(3);
        assertThat(lines[0]).startsWith("no netlink socket: " + WHY);
        assertThat(lines[1]).isEqualTo("told: false");
        assertThat(lines[2]).startsWith("/x/fifo: cannot make a FIFO: " + WHY);
    }

    /** Asks for all that the room has. */
    static final class Scene {
        private Scene() {}

        public static void main(String... args) throws Exception {
            AddressEvents.open(System.out::println).ifPresent(_ -> System.out.println("opened"));
            Systemd systemd = new Systemd(Map.of("NOTIFY_SOCKET", "/x/socket"), new SystemTicker());
            System.out.println("told: " + systemd.ready());
            try {
                Fifo.make(Path.of("/x/fifo"), Set.of());
            } catch (java.nio.file.FileSystemException e) {
                System.out.println(e.getMessage());
            }
        }
    }
}
