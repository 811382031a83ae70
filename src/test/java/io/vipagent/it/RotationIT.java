package io.vipagent.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.fake.FakeApiServer;
import io.vipagent.fake.TestCa;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** The CA's file changes on disk while the agent runs; no restart, no outage. */
@TestInstance(Lifecycle.PER_CLASS)
class RotationIT {
    private static final String BROKEN = "vip_agent_tls_files_broken";

    private final TestCa oldCa = TestCa.ec("kubernetes");
    private final TestCa newCa = oldCa.foreign();

    @AutoClose
    private final FakeApiServer apiserver = FakeApiServer.start(oldCa);

    /** As an administrator does it: first both, then the new certificate, then the new alone. */
    @Test
    void aRolloverOfTheCaIsNotNoticed(@TempDir Path directory) throws IOException {
        apiserver.rotate(oldCa.good());
        AgentYaml yaml = AgentYaml.in(directory, oldCa).local(apiserver, "fall: 1");
        try (AgentProcess agent = AgentProcess.start(yaml)) {
            agent.awaitGranted();
            Files.writeString(yaml.caFile(), oldCa.certificatePem() + newCa.certificatePem());
            moreProbes();
            apiserver.rotate(newCa.good());
            moreProbes();
            Files.writeString(yaml.caFile(), newCa.certificatePem());
            moreProbes();
            assertThat(agent.logLines(" target local is ")).as(agent.logs()).hasSize(1);
            assertThat(agent.logLines("WARN")).isEmpty();

            apiserver.rotate(oldCa.good());
            agent.awaitReason("TLS_UNTRUSTED");
        }
    }

    /** Kubernetes swaps the link {@code ..data}; the path in the configuration stays. */
    @Test
    void aSwappedLinkIsAChange(@TempDir Path directory) throws IOException {
        apiserver.rotate(newCa.good());
        oldCa.writeCertificateTo(directory.resolve("old"));
        newCa.writeCertificateTo(directory.resolve("new"));
        Files.createSymbolicLink(directory.resolve("..data"), Path.of("old"));
        Path link = Files.createSymbolicLink(directory.resolve("link.crt"), Path.of("..data/ca.crt"));
        AgentYaml yaml = AgentYaml.in(directory, oldCa).local(apiserver, "ca-file: " + link);
        try (AgentProcess agent = AgentProcess.start(yaml)) {
            agent.awaitReason("TLS_UNTRUSTED");
            Path swapped = Files.createSymbolicLink(directory.resolve("..data_tmp"), Path.of("new"));
            Files.move(swapped, directory.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
            agent.awaitGranted();
        }
    }

    @Test
    void aBrokenFileIsSaidOnceAndTheLastGoodOneStaysInForce(@TempDir Path directory) throws IOException {
        apiserver.rotate(oldCa.good());
        AgentYaml yaml = AgentYaml.in(directory, oldCa).local(apiserver, "fall: 1");
        try (AgentProcess agent = AgentProcess.start(yaml)) {
            agent.awaitGranted();
            agent.awaitValue(0, BROKEN, "target=local");
            Files.writeString(yaml.caFile(), oldCa.certificatePem().substring(0, 200));
            agent.awaitValue(1, BROKEN, "target=local");
            moreProbes();
            assertThat(agent.logLines("keeping the last good TLS files: " + yaml.caFile()))
                    .hasSize(1);
            assertThat(agent.ask("check")).startsWith("0 ");
            assertThat(agent.logLines(" target local is ")).hasSize(1);

            Files.writeString(yaml.caFile(), oldCa.certificatePem());
            agent.awaitValue(0, BROKEN, "target=local");
        }
    }

    private void moreProbes() {
        apiserver.awaitRequests(apiserver.requests() + 3, Program.TIMEOUT);
    }
}
