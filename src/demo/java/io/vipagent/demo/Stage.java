package io.vipagent.demo;

import io.vipagent.core.protocol.Request;
import io.vipagent.fake.Behaviour;
import io.vipagent.fake.FakeApiServer;
import io.vipagent.fake.TestCa;
import io.vipagent.lab.Agent;
import io.vipagent.lab.AgentConf;
import io.vipagent.lab.AgentProgram;
import io.vipagent.lab.AtExit;
import io.vipagent.lab.Daemon;
import io.vipagent.lab.Netns;
import io.vipagent.lab.TemporaryDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLSocket;

/** Three apiservers in this process, and the agent as a process beside them; all on loopback, no root needed. */
final class Stage implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";
    private static final int GREETINGS = 5;
    private static final int TIMEOUT_MILLIS = 3000;

    private final Path directory = TemporaryDirectory.make("vip-agent-demo");
    private final List<FakeApiServer> servers = new ArrayList<>();
    private final List<Daemon> daemons = new ArrayList<>();
    private final AtExit hook = AtExit.run(this::dismantle);
    private final int httpPort;
    private final int agentCheckPort;
    private final Agent agent;

    Stage(AgentProgram program) {
        TestCa ca = TestCa.rsa("kubernetes");
        ca.writeCertificateTo(directory);
        for (int number = 1; number <= 3; number++) {
            FakeApiServer server = FakeApiServer.start(ca).node("cp" + number);
            servers.add(server);
            greet(ca, server);
        }
        List<Integer> ports = freePorts();
        httpPort = ports.get(0);
        agentCheckPort = ports.get(1);
        AgentConf conf = new AgentConf("cp1", LOOPBACK, place(0), directory.resolve("ca.crt"))
                .backend("cp2", place(1))
                .backend("cp3", place(2))
                .ports(httpPort, agentCheckPort);
        agent = Agent.start(
                "agent", Netns.HERE, program.install(directory), directory.resolve("cp1"), conf, daemons::add);
    }

    Agent agent() {
        return agent;
    }

    /** The one that the agent calls local. */
    void local(Behaviour behaviour) {
        servers.getFirst().become(behaviour);
    }

    void all(Behaviour behaviour) {
        servers.forEach(server -> server.become(behaviour));
    }

    /** What {@code vip-agent status} shows. */
    List<String> table() {
        return agent.ask(new Request.Status(Request.Format.TABLE))
                .body()
                .lines()
                .toList();
    }

    /** What haproxy's agent-check is answered. */
    String agentCheck() {
        try (Socket socket = new Socket(LOOPBACK, agentCheckPort)) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What haproxy's httpchk is answered. */
    int health() {
        try {
            HttpURLConnection connection = (HttpURLConnection)
                    URI.create(address() + "/health").toURL().openConnection();
            connection.setConnectTimeout(TIMEOUT_MILLIS);
            connection.setReadTimeout(TIMEOUT_MILLIS);
            int status = connection.getResponseCode();
            connection.disconnect();
            return status;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the agent serves HTTP. */
    String address() {
        return "http://" + LOOPBACK + ":" + httpPort;
    }

    /** At once: nobody depends on this agent. */
    @Override
    public void close() {
        dismantle();
        hook.remove();
    }

    private synchronized void dismantle() {
        daemons.forEach(Daemon::kill);
        servers.forEach(FakeApiServer::close);
        TemporaryDirectory.delete(directory);
    }

    /** The first handshakes of a fresh JVM are slow, and nobody shall wonder why. */
    private static void greet(TestCa ca, FakeApiServer server) {
        for (int n = 0; n < GREETINGS; n++) {
            try (SSLSocket socket = (SSLSocket) ca.context().getSocketFactory().createSocket(LOOPBACK, server.port())) {
                socket.startHandshake();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private String place(int server) {
        return LOOPBACK + ":" + servers.get(server).port();
    }

    private static List<Integer> freePorts() {
        InetAddress loopback = InetAddress.ofLiteral(LOOPBACK);
        try (ServerSocket one = new ServerSocket(0, 1, loopback);
                ServerSocket other = new ServerSocket(0, 1, loopback)) {
            return List.of(one.getLocalPort(), other.getLocalPort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
