package io.vipagent.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Reader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As a real process: this is how the network namespaces use it. */
class FakeApiServerMainTest {
    @TempDir
    private Path directory;

    /** So that no process has to make RSA keys; that it can is shown in {@link TestCaTest}. */
    @BeforeEach
    void certify() {
        TestCa.ec("kubernetes").writeTo(directory);
    }

    @Test
    void obeysUntilQuit() throws Exception {
        Process process = start();
        try (BufferedReader answers = process.inputReader();
                BufferedWriter orders = process.outputWriter()) {
            String ready = answers.readLine();
            assertThat(ready).startsWith("ready 127.0.0.1:");
            int port = Integer.parseInt(ready.substring(ready.lastIndexOf(':') + 1));
            RawClient client = new RawClient(
                            TestCa.load(directory).context(),
                            new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port))
                    .patient();
            assertThat(client.get("/readyz")).contains("X-Node: cp7\r\n").endsWith("\r\n\r\nok");
            assertThat(say(orders, answers, "ERROR_500")).isEqualTo("now ERROR_500");
            assertThat(client.get("/readyz")).startsWith("HTTP/1.1 500");
            assertThat(say(orders, answers, "REFUSE")).isEqualTo("now REFUSE");
            assertThat(client.get("/readyz")).isEqualTo("refused");
            assertThat(say(orders, answers, "slow 300ms")).isEqualTo("slow 300ms");
            assertThat(say(orders, answers, "slow 2s")).isEqualTo("slow 2s");
            assertThat(say(orders, answers, "late 5ms 10ms")).isEqualTo("late 5ms 10ms");
            assertThat(say(orders, answers, "etcd ERROR")).isEqualTo("etcd ERROR");
            assertThat(say(orders, answers, "etcd SICK")).startsWith("error etcd SICK: ");
            assertThat(say(orders, answers, "noise 10 1s 2")).isEqualTo("noise 10 1s 2");
            assertThat(say(orders, answers, "count")).isEqualTo("2 2 2 0");
            assertThat(say(orders, answers, "slow soon")).startsWith("error slow soon: ");
            assertThat(say(orders, answers, "DANCE")).startsWith("error DANCE: ");
            orders.write("quit\n");
            orders.flush();
            assertThat(process.waitFor(5, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void endsWithItsInput() throws IOException {
        FakeApiServerMain.run(arguments(), new BufferedReader(Reader.nullReader()), System.out);
    }

    @Test
    void saysWhatIsMissing() {
        assertThatThrownBy(() -> FakeApiServerMain.run(
                        new String[] {"--listen", "127.0.0.1:0"}, new BufferedReader(Reader.nullReader()), System.out))
                .hasMessage("--ca-dir is missing");
    }

    private Process start() throws IOException {
        String java = ProcessHandle.current().info().command().orElseThrow();
        ProcessBuilder builder = new ProcessBuilder(java, "-cp", classPath(), FakeApiServerMain.class.getName());
        builder.command().addAll(List.of(arguments()));
        return builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    private String[] arguments() {
        return new String[] {"--listen", "127.0.0.1:0", "--ca-dir", directory.toString(), "--node", "cp7"};
    }

    private static String say(BufferedWriter orders, BufferedReader answers, String order) throws IOException {
        orders.write(order + "\n");
        orders.flush();
        return answers.readLine();
    }

    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }
}
