package io.vipagent.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Raw clients of the agent's two own protocols. */
final class RawClients {
    private static final int TIMEOUT_MILLIS = 30_000;

    private RawClients() {}

    /** Sends one line to a control socket; everything that comes back. */
    static String control(Path socket, String line) {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            Channels.newOutputStream(channel).write((line + "\n").getBytes(StandardCharsets.UTF_8));
            return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks as haproxy does; everything that comes back until the end. */
    static String agentCheck(String address, int port, String sent) {
        try (Socket client = connect(address, port)) {
            if (!sent.isEmpty()) {
                client.getOutputStream().write(sent.getBytes(StandardCharsets.US_ASCII));
            }
            return readAll(client);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks over a connection of its own; the whole answer. */
    static String http(String address, int port, String path) {
        return agentCheck(address, port, "GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    }

    /** A connection with nothing sent. */
    static Socket connect(String address, int port) {
        Socket client = new Socket();
        try {
            client.setSoTimeout(TIMEOUT_MILLIS);
            client.connect(new InetSocketAddress(address, port), TIMEOUT_MILLIS);
            return client;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String readAll(Socket client) {
        try {
            return new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
