package io.vipagent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.config.InvalidConfiguration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Two parsers read the options of check; they must never read them differently. */
class CheckArgumentsTest {
    private static final Map<String, String> NO_ENVIRONMENT = Map.of();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "check",
                "check --source=agent",
                "check --source agent-then-probe",
                "check --source=probe --timeout=2s",
                "check --timeout 800ms --socket /run/other.sock",
                "check --socket=/a=b/agent.sock --config=/etc/other.yaml",
                "check --url=https://127.0.0.1:6443/readyz",
                "check --url=https://127.0.0.1:6443/readyz --insecure",
                "check --source probe --url https://[::1]:6443/livez --ca-file ca.crt --server-name=cp1 --timeout=2s",
                "check --url=https://a:1/b --ca-file=/a --cert-file=/b --key-file=c/d",
                "check --url=https://a:1/b --ca-file=/a --token-file=/t --accept-status=200,401 --expect-body=any"
            })
    void readsWhatPicocliReads(String line) throws InvalidConfiguration {
        String[] args = line.split(" ");
        Check byHand = CheckArguments.parse(args, NO_ENVIRONMENT).orElseThrow();
        Check byPicocli = picocli(args);
        assertThat(byHand.socket()).isEqualTo(byPicocli.socket());
        assertThat(byHand.source()).isEqualTo(byPicocli.source());
        assertThat(byHand.timeout()).isEqualTo(byPicocli.timeout());
        if (line.contains("--url")) {
            assertThat(byHand.targets().read()).isEqualTo(byPicocli.targets().read());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status",
                "check --help",
                "check -h",
                "check --sourc=agent",
                "check --source",
                "check --source=",
                "check --source=AGENT",
                "check --source --timeout=1s",
                "check --timeout=0s",
                "check --timeout=soon",
                "check --socket=/run/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                "check --source=agent --source=agent",
                "check --url=http://127.0.0.1:6443/readyz --insecure",
                "check --url=https://127.0.0.1:6443/readyz --insecure=true",
                "check --url=https://127.0.0.1:6443/readyz --insecure --insecure",
                "check --url=https://127.0.0.1:6443/readyz --insecure --accept-status=many",
                "check --url=https://127.0.0.1:6443/readyz --insecure --ca-file",
                "check --url=https://127.0.0.1:6443/readyz --insecure --expect-body=",
                "check --timeout 1s extra",
                "check extra"
            })
    void leavesAllElseToPicocli(String line) {
        assertThat(CheckArguments.parse(line.split(" "), NO_ENVIRONMENT)).isEmpty();
    }

    @Test
    void leavesAnEmptyCommandLineToPicocli() {
        assertThat(CheckArguments.parse(new String[0], NO_ENVIRONMENT)).isEmpty();
    }

    @Test
    void findsTheSocketInTheEnvironmentUnlessAnOptionNamesOne() {
        Map<String, String> environment = Map.of("VIP_AGENT_CONTROL_SOCKET", "/run/env.sock");
        Optional<Check> byEnvironment = CheckArguments.parse(new String[] {"check"}, environment);
        assertThat(byEnvironment.orElseThrow().socket()).hasToString("/run/env.sock");
        Optional<Check> byOption =
                CheckArguments.parse(new String[] {"check", "--socket=/run/option.sock"}, environment);
        assertThat(byOption.orElseThrow().socket()).hasToString("/run/option.sock");
    }

    private static Check picocli(String... args) {
        CommandLine commandLine = Cli.commandLine();
        CommandLine.ParseResult parsed = commandLine.parseArgs(args);
        List<CommandLine> verbs = parsed.subcommand().asCommandLineList();
        assertThat(verbs).as(Arrays.toString(args)).hasSize(1);
        return ((CheckCommand) verbs.getFirst().getCommand()).check();
    }
}
