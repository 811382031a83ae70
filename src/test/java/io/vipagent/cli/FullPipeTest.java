package io.vipagent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.Main;
import io.vipagent.cli.option.SocketOption;
import io.vipagent.core.health.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever started the program reads nothing, and the pipe is full already: the exit code says it all the same. */
@Timeout(120)
class FullPipeTest {
    /** What a pipe of Linux holds. */
    private static final String FILLED = "head -c 65536 /dev/zero; exec \"$@\" 2>&1";

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({
        "check --source agent --timeout 20s,      AGENT_UNREACHABLE",
        "check --source probe --url https://127.0.0.1:1/ --insecure --timeout 20s, CONNECT_REFUSED",
        "check --source agent --colour red,       64",
        "run --config /missing/vip-agent.yaml,             78",
    })
    void theExitCodeIsTheSame(String arguments, String code) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", FILLED, "sh"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments.split(" ", -1)));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment()
                .put(SocketOption.VARIABLE, directory.resolve("agent.sock").toString());
        Process process = builder.start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(exitCode(code));
        } finally {
            process.destroyForcibly();
        }
    }

    private static int exitCode(String code) {
        return Character.isDigit(code.charAt(0))
                ? Integer.parseInt(code)
                : Reason.valueOf(code).exitCode();
    }
}
