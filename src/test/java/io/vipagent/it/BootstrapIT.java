package io.vipagent.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.fake.Behaviour;
import io.vipagent.fake.FakeApiServer;
import io.vipagent.fake.TestCa;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The first node of a new cluster holds the VIP before kubeadm has made anything, and loses that grace forever then.
 */
class BootstrapIT {
    @TempDir
    private Path directory;

    private final TestCa ca = TestCa.ec("kubernetes");

    @AutoClose
    private final FakeApiServer apiserver = FakeApiServer.start(ca);

    @Test
    void holdsTheVipFromNothingToTheFirstApiserver() throws IOException {
        apiserver.become(Behaviour.REFUSE);
        AgentYaml yaml = yaml();
        Files.delete(yaml.caFile());
        try (AgentProcess agent = AgentProcess.start(yaml)) {
            agent.awaitDecision(decision -> decision.getString("state").equals("bootstrap"));
            assertThat(agent.check("--source", "agent").out())
                    .startsWith("waits for the first apiserver of a new cluster: ");
            assertThat(directory.resolve("track")).hasContent("1\n");
            assertThat(agent.agentCheck(""))
                    .as("haproxy has nothing to send there")
                    .startsWith("down # ");

            ca.writeCertificateTo(directory);
            apiserver.become(Behaviour.ERROR_500);
            agent.awaitDecision(decision -> decision.getString("detail").contains("SERVER_ERROR"));
            assertThat(agent.check("--source", "agent").exitCode()).isZero();
            assertThat(agent.awaitLogLines("target local is down", 1))
                    .as("no warning of what must be so")
                    .allMatch(line -> line.contains("INFO") && line.endsWith("; the cluster is yet to be made"));
            apiserver.become(Behaviour.OK);
            agent.awaitGranted();
            apiserver.become(Behaviour.ERROR_500);
            agent.awaitReason("SERVER_ERROR");
            agent.awaitLogLines("decision denied: SERVER_ERROR", 1);
            assertThat(directory.resolve("track")).doesNotExist();

            agent.kill();
            agent.startAgain();
            agent.awaitReason("SERVER_ERROR");
        }
    }

    @Test
    void givesNoGraceToANodeThatHasItsCa() {
        apiserver.become(Behaviour.REFUSE);
        try (AgentProcess agent = AgentProcess.start(yaml())) {
            agent.awaitReason("CONNECT_REFUSED");
            assertThat(agent.logLines("decision bootstrap")).isEmpty();
        }
    }

    private AgentYaml yaml() {
        return AgentYaml.in(directory, ca).local(apiserver).trackFile().section("decision", "bootstrap-grace: 60m");
    }
}
