package io.vipagent.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.lab.Agent;
import io.vipagent.lab.JavaCommand;
import io.vipagent.lab.KeepalivedConf;
import io.vipagent.lab.Lab;
import io.vipagent.lab.Node;
import java.io.BufferedReader;
import java.net.NetworkInterface;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nothing is left behind, however a run ends. */
@Tag("side-by-side")
@Timeout(120)
class LeftoversE2E {
    @Test
    void aClosedLabIsGone() throws Exception {
        Set<String> interfaces = interfaces();
        String prefix;
        Path directory;
        List<ProcessHandle> processes;
        try (Lab lab = Lab.open(1)) {
            startEverything(lab);
            prefix = lab.prefix();
            directory = lab.directory();
            processes = lab.processes();
            assertThat(interfaces()).as("the host's interfaces").isEqualTo(interfaces);
            assertThat(Lab.namespaces(prefix)).hasSize(3);
            assertThat(processes).hasSizeGreaterThanOrEqualTo(7);
        }
        assertGone(prefix, directory, processes);
    }

    @Test
    void soIsOneWhoseRunWasInterrupted() throws Exception {
        Process run = new ProcessBuilder(JavaCommand.of(Interrupted.class)).start();
        try (BufferedReader out = run.inputReader()) {
            String prefix = out.readLine();
            Path directory = Path.of(out.readLine());
            List<ProcessHandle> processes = out.readLine().transform(line -> List.of(line.split(" "))).stream()
                    .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)).stream())
                    .toList();
            assertThat(processes).isNotEmpty();
            run.destroy();
            assertThat(run.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertGone(prefix, directory, processes);
        } finally {
            run.destroyForcibly();
        }
    }

    /** Sets up everything, says where, and waits for its end. */
    static final class Interrupted {
        private Interrupted() {}

        public static void main(String[] args) throws Exception {
            try (Lab lab = Lab.open(1)) {
                startEverything(lab);
                System.out.println(lab.prefix());
                System.out.println(lab.directory());
                System.out.println(lab.processes().stream()
                        .map(process -> Long.toString(process.pid()))
                        .collect(Collectors.joining(" ")));
                System.in.read();
            }
        }
    }

    private static void startEverything(Lab lab) {
        Node node = lab.node(1);
        Agent agent = node.startAgent("agent", node.agentConf());
        lab.await("the agent decides", agent::grants);
        node.startKeepalived(
                KeepalivedConf.withScript(node, agent, lab.program().runner()));
        node.startHaproxy("");
        node.startPrometheus("", lab.client());
        lab.awaitVipOn(node);
    }

    private static void assertGone(String prefix, Path directory, List<ProcessHandle> processes) {
        assertThat(Lab.namespaces(prefix)).isEmpty();
        assertThat(directory).doesNotExist();
        assertThat(processes).noneMatch(ProcessHandle::isAlive);
    }

    private static Set<String> interfaces() throws Exception {
        return NetworkInterface.networkInterfaces()
                .map(NetworkInterface::getName)
                .collect(Collectors.toSet());
    }
}
