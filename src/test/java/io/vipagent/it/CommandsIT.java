package io.vipagent.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.cli.Cli;
import io.vipagent.fake.Behaviour;
import io.vipagent.fake.FakeApiServer;
import io.vipagent.fake.TestCa;
import io.vipagent.it.Program.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** The verbs that need no agent. */
@TestInstance(Lifecycle.PER_CLASS)
class CommandsIT {
    private final TestCa ca = TestCa.ec("kubernetes");

    @AutoClose
    private final FakeApiServer apiserver = FakeApiServer.start(ca);

    @Test
    void everyVerbHasHelp() {
        Map<String, Running> helps = new TreeMap<>();
        verbs().forEach(verb -> helps.put(verb, Program.start(verb, "--help")));
        try {
            helps.forEach((verb, help) -> {
                Result result = help.await();
                assertThat(result.exitCode()).as(result.toString()).isZero();
                assertThat(result.out()).startsWith("Usage: vip-agent " + verb);
                assertThat(result.err()).isEmpty();
            });
        } finally {
            helps.values().forEach(Running::close);
        }
    }

    @Test
    void theProgramItselfHasHelpAndNamesItsVerbsAndExitCodes() {
        Result result = Program.run("--help");
        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).contains(verbs()).contains("AGENT_UNREACHABLE");
    }

    @Test
    void withoutAVerbItIsMisused() {
        Result result = Program.run();
        assertThat(result.exitCode()).isEqualTo(64);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("Missing required subcommand").doesNotContain("\tat ");
    }

    @Test
    void saysItsVersion() {
        Result result = Program.run("--version");
        assertThat(result.exitCode()).isZero();
        assertThat(result.out())
                .matches("vip-agent [0-9]+\\.[0-9]+\\.[0-9]+(-[A-Z0-9]+)? \\(" + Program.runtime()
                        + "\\), commit [0-9a-z]+\n");
    }

    @Test
    void generatesCompletionThatBashTakes(@TempDir Path directory) throws Exception {
        Result result = Program.run("generate-completion");
        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).contains(verbs());
        Path script = Files.writeString(directory.resolve("completion"), result.out());
        try (Running bash = Running.start(new ProcessBuilder("bash", "-n", script.toString()))) {
            assertThat(bash.await()).isEqualTo(new Result(0, "", ""));
        }
    }

    @Test
    void printsAConfigurationThatMeansTheSameWhenItIsLoaded(@TempDir Path directory) throws IOException {
        Path first = AgentYaml.in(directory, ca)
                .local(apiserver, "accept-status: [200, 429]", "expect-body: it's \\\"ok\\\"")
                .target("true", "backend", "https://[::1]:6443/livez?verbose", "insecure: true")
                .target("1", "vip", apiserver.url("/"), "cert-file: /x/a b.crt", "key-file: /x/a:b.key")
                .trackFile()
                .section("agent-check", "drain-as: maint", "reports: maintenance", "allow: [192.0.2.0/24, 'fd00::/8']")
                .write("first.yaml");
        Result printed = Program.run("config", "--config", first.toString());
        assertThat(printed.exitCode()).as(printed.toString()).isZero();
        assertThat(printed.out())
                .contains(
                        "accept-status: [200, 429]",
                        "expect-body: \"it's \\\"ok\\\"\"",
                        "drain-as: maint",
                        "fall: 2",
                        "rise: 1");

        Path second = Files.writeString(directory.resolve("second.yaml"), printed.out());
        assertThat(Program.run("config", "--config", second.toString())).isEqualTo(printed);
    }

    @Test
    void theEnvironmentWinsOverTheFile(@TempDir Path directory) {
        Path file = AgentYaml.in(directory, ca).local(apiserver, "fall: 7").write("file.yaml");
        Result printed =
                Program.run(Map.of("VIP_AGENT_CONFIG", file.toString(), "VIP_AGENT_TARGETS_LOCAL_FALL", "9"), "config");
        assertThat(printed.exitCode()).as(printed.toString()).isZero();
        assertThat(printed.out()).contains("fall: 9\n", apiserver.url("/readyz"));
    }

    @Test
    void probesAUrlAndShowsPhasesAndCertificate(@TempDir Path directory) {
        ca.writeCertificateTo(directory);
        Result result = probe(directory);
        assertThat(result.exitCode()).as(result.toString()).isZero();
        assertThat(result.out()).startsWith("result       passed, status 200\n");
        assertThat(result.out().lines().map(line -> line.substring(0, 13).strip()))
                .containsExactly(
                        "result",
                        "resolve",
                        "connect",
                        "tls",
                        "first_byte",
                        "total",
                        "subject",
                        "issuer",
                        "names",
                        "not before",
                        "not after",
                        "ca");
        assertThat(result.out()).contains("CN=kube-apiserver", "kubernetes.default.svc", "10.96.0.1");
    }

    @Test
    void probesAUrlThatFailsAndShowsItsCertificateAllTheSame(@TempDir Path directory) {
        ca.writeCertificateTo(directory);
        apiserver.become(Behaviour.EXPIRED_CERT);
        Result result = probe(directory);
        apiserver.become(Behaviour.OK);
        assertThat(result.exitCode()).as(result.toString()).isEqualTo(14);
        assertThat(result.out()).startsWith("result       CERT_EXPIRED ").contains("\nnot after    ");
    }

    private static Collection<String> verbs() {
        return Cli.commandLine().getSubcommands().keySet();
    }

    @Test
    void saysUrlWhereNobodyTypedAnOption() {
        assertThat(Program.run("probe", "127.0.0.1:6443").err())
                .contains("  URL: \"127.0.0.1:6443\" is not a URL")
                .doesNotContain("--url");
    }

    private Result probe(Path directory) {
        String caFile = directory.resolve("ca.crt").toString();
        return Program.run("probe", apiserver.url("/readyz"), "--ca-file", caFile, "--timeout", "30s");
    }
}
