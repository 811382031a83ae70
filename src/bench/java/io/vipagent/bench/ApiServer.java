package io.vipagent.bench;

import io.vipagent.fake.FakeApiServerMain;
import io.vipagent.fake.TestCa;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;

/** An apiserver to probe, in a process of its own so that its CPU time is nobody else's. */
final class ApiServer implements AutoCloseable {
    private static final int WARM_UP = 400;

    private final Child child;
    private final int port;

    private ApiServer(Child child, int port) {
        this.child = child;
        this.port = port;
    }

    /** One that behaves, with a certificate of the CA in {@code caDirectory}; already warm. */
    static ApiServer start(Path caDirectory, Path log) {
        ApiServer server = start(caDirectory, log, "OK");
        server.warmUp(TestCa.load(caDirectory).context());
        return server;
    }

    /** One that behaves as {@link io.vipagent.fake.Behaviour} names it. */
    static ApiServer start(Path caDirectory, Path log, String behaviour) {
        Child child = Child.start(
                "apiserver",
                log,
                List.of(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-XX:+UseSerialGC",
                        "-Xmx384m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FakeApiServerMain.class.getName(),
                        "--listen",
                        "127.0.0.1:0",
                        "--ca-dir",
                        caDirectory.toString()));
        await(child, "ready 127.0.0.1:");
        child.say(behaviour + "\n");
        await(child, "now " + behaviour + "\n");
        String ready = child.log().lines().findFirst().orElseThrow();
        return new ApiServer(child, Integer.parseInt(ready.substring(ready.lastIndexOf(':') + 1)));
    }

    long pid() {
        return child.pid();
    }

    int port() {
        return port;
    }

    String url() {
        return "https://127.0.0.1:" + port + "/readyz";
    }

    @Override
    public void close() {
        child.close();
    }

    private static void await(Child child, String word) {
        Pause.until("the apiserver says " + word.strip(), Duration.ofSeconds(60), () -> {
            child.mustLive();
            String said = child.log();
            return said.contains(word) && said.endsWith("\n");
        });
    }

    /** A JVM's first handshakes are slow, and would count against whoever came first. */
    private void warmUp(SSLContext context) {
        byte[] request = "GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < WARM_UP; i++) {
            try (Socket socket = context.getSocketFactory().createSocket("127.0.0.1", port)) {
                OutputStream out = socket.getOutputStream();
                out.write(request);
                socket.getInputStream().readAllBytes();
            } catch (IOException e) {
                throw new Unusable("the apiserver does not answer", e);
            }
        }
    }
}
