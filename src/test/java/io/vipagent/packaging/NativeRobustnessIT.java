package io.vipagent.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.packaging.Command.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/** Surroundings that something is wrong with: the agent runs in them and answers. See also {@link EmptyRootIT}. */
class NativeRobustnessIT {
    /** What the JVM needs for itself is four times as much. */
    private static final long MEMORY = (Command.NATIVE ? 64L : 256L) << 20;

    private static final int SCRAPES = 200;

    @TempDir
    private Path directory;

    private OneNode node;

    @BeforeEach
    void start() throws IOException {
        node = new OneNode(directory);
    }

    @AfterEach
    void stop() {
        node.close();
    }

    /** A JVM is told of it; a native binary takes no property from its command line, and finds /tmp unfit. */
    @Test
    void noDirectoryForTemporaryFiles(TestReporter reporter) {
        if (Command.NATIVE) {
            // What of /tmp leads to the node's own directory is all that there is, and nothing can be made beside it.
            runs(mounted(
                    reporter,
                    "mount --bind " + directory + " /mnt && mount -t tmpfs none /tmp && mkdir -p " + directory
                            + " && mount --bind /mnt " + directory
                            + " && mount -o remount,bind,ro /tmp && ! touch /tmp/vip-agent-was-here 2>/dev/null"));
        } else {
            runs(Command.program("-Djava.io.tmpdir=/nonexistent/tmp", "-Duser.home=/nonexistent"));
        }
    }

    @Test
    void noHomeAndNoLocale() {
        // Command gives nothing of the tests' own environment on.
        assertThat(Command.program().environment()).isEmpty();
        runs(Command.program());
    }

    @Test
    void strangeHomeAndLocale() {
        Map<String, String> strange =
                Map.of("HOME", "/nonexistent", "LC_ALL", "xx_YY.no-such-charset", "TZ", "Nowhere/At_All", "PATH", "");
        runs(new Command(Command.program().words(), strange));
    }

    @Test
    void readOnlyRoot(TestReporter reporter) {
        String setUp = "mount --bind " + directory + " " + directory + " && mount -o remount,bind,ro /";
        Command readOnly = mounted(reporter, setUp + " && ! touch /vip-agent-was-here 2>/dev/null");
        runs(readOnly);
    }

    @Test
    void unreadableProcAndSys(TestReporter reporter) {
        // The launcher of a JVM finds its own libraries by /proc.
        String hidden = Command.NATIVE ? "/proc /sys" : "/sys";
        Command blind = mounted(
                reporter,
                "for each in " + hidden + "; do mount -t tmpfs -o mode=0 none $each || exit 1; done"
                        + " && ! setpriv --bounding-set=-all ls /sys 2>/dev/null");
        runs(blind);
    }

    @Test
    void closedStandardStreams() {
        Command closed = Command.program().after("/bin/sh", "-c", "exec \"$@\" <&- >&- 2>&-", "sh");
        assertThat(closed.run(node.check())).isEqualTo(new Result(0, ""));
        node.serves(closed, () -> {
            // What is logged must not go to whoever was given the number of a closed stream.
            for (int i = 0; i < 20; i++) {
                assertThat(node.get("/health")).isEqualTo("200 up\n");
            }
        });
    }

    @Test
    void littleMemoryAndHalfACpu(TestReporter reporter) {
        Optional<ControlGroup> group =
                ControlGroup.make("vip-agent-it-" + ProcessHandle.current().pid(), MEMORY);
        String enter = group.map(ControlGroup::enter).orElse("ulimit -d " + (4 * MEMORY >> 10));
        if (group.isEmpty()) {
            reporter.publishEntry("no control groups here", "limited by " + enter + " instead");
        }
        try {
            node.serves(Command.program().after("/bin/sh", "-c", enter + " && exec \"$@\"", "sh"), () -> {
                for (int i = 0; i < SCRAPES; i++) {
                    assertThat(node.get("/metrics")).startsWith("200 ").contains("vip_agent_decision 1");
                }
            });
        } finally {
            group.ifPresent(ControlGroup::remove);
        }
    }

    private void runs(Command program) {
        assertThat(program.run(node.check())).returns(0, Result::exitCode);
        node.serves(program, () -> {
            assertThat(node.get("/health")).isEqualTo("200 up\n");
            assertThat(node.get("/metrics")).startsWith("200 ").contains("vip_agent_decision 1");
        });
    }

    /** The program where the mounts are as {@code setUp} makes them; as it is where nobody may make them. */
    private static Command mounted(TestReporter reporter, String setUp) {
        // Root without capabilities may read no more than the modes say.
        String[] moved = {
            "/usr/bin/env",
            "PATH=/usr/sbin:/usr/bin:/sbin:/bin",
            "unshare",
            "--mount",
            "sh",
            "-c",
            setUp + " && exec setpriv --bounding-set=-all \"$@\"",
            "sh"
        };
        Command made = new Command(List.of("true"), Map.of()).after(moved);
        Result result = made.run();
        if (result.exitCode() == 0) {
            return Command.program().after(moved);
        }
        reporter.publishEntry("mounts are as they are", result.output());
        return Command.program();
    }
}
