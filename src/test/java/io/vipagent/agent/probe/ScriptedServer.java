package io.vipagent.agent.probe;

import io.vipagent.fake.TestCa;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** Sends the same bytes to every client that shakes hands, then holds the connection until the client closes it. */
final class ScriptedServer implements AutoCloseable {
    private final SSLServerSocket listener;
    private final byte[] script;
    private final Thread thread;

    ScriptedServer(TestCa ca, String script) throws IOException {
        this.script = script.getBytes(StandardCharsets.ISO_8859_1);
        this.listener =
                (SSLServerSocket) ca.context(ca.good()).getServerSocketFactory().createServerSocket();
        listener.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
        this.thread = Thread.ofPlatform().daemon().name("scripted-server").start(this::serve);
    }

    String url(String path) {
        return "https://127.0.0.1:" + listener.getLocalPort() + path;
    }

    private void serve() {
        while (!listener.isClosed()) {
            try (SSLSocket client = (SSLSocket) listener.accept()) {
                client.getOutputStream().write(script);
                client.getInputStream().transferTo(OutputStream.nullOutputStream());
            } catch (IOException e) {
                // Closed by the test, or a client that had heard enough.
            }
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
