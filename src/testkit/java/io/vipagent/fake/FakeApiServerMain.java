package io.vipagent.fake;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadFactory;

/**
 * A {@link FakeApiServer} as a process of its own, for network namespaces:
 * {@code --listen ADDRESS:PORT --ca-dir DIR [--node NAME]}.
 *
 * <p>Says {@code ready ADDRESS:PORT}. Then every line on stdin is an order with one line of answer: a {@link Behaviour}
 * ({@code now NAME}), {@code slow 300ms} ({@code slow 300ms}), {@code noise 5 150ms 1} (percent late, by how much,
 * percent lost; the same), {@code late 100ms 300ms} (least and most; the same), {@code etcd HANGS} (an {@link Etcd};
 * the same), {@code count} ({@code HANDSHAKES REQUESTS FULL_CHECKS WORK}), {@code quit} (ends, as the end of stdin
 * does); anything else is answered with {@code error} and why.
 */
public final class FakeApiServerMain {
    private FakeApiServerMain() {}

    public static void main(String[] args) throws IOException {
        run(args, new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)), System.out);
    }

    static void run(String[] args, BufferedReader orders, PrintStream answers) throws IOException {
        Map<String, String> options = options(args);
        InetSocketAddress listen = address(required(options, "--listen"));
        TestCa ca = TestCa.loadOrCreate(Path.of(required(options, "--ca-dir")), "kubernetes");
        String node = options.getOrDefault("--node", TestCa.DEFAULT_NODE);
        // Threads of the kernel: few connections, each kept for long, and what a request costs is measured. To wake a
        // virtual thread up costs more than the answer.
        ThreadFactory threads = Thread.ofPlatform().daemon().factory();
        try (FakeApiServer server = FakeApiServer.start(ca, listen, threads).node(node)) {
            // As kubeadm: the node's own address is in its certificate. Only loopback never is.
            if (!listen.getAddress().isLoopbackAddress() && !listen.getAddress().isAnyLocalAddress()) {
                server.rotate(ca.newServer()
                        .node(node)
                        .ips("10.96.0.1", listen.getAddress().getHostAddress())
                        .issue());
            } else {
                server.rotate(ca.newServer().node(node).issue());
            }
            say(answers, "ready " + server.url("").substring("https://".length()));
            for (String line = orders.readLine(); line != null; line = orders.readLine()) {
                if (line.strip().equals("quit")) {
                    return;
                }
                say(answers, obey(server, line.strip()));
            }
        }
    }

    private static String obey(FakeApiServer server, String order) {
        try {
            if (order.startsWith("slow ")) {
                server.slowness(duration(order.substring("slow ".length()).strip()));
                return order;
            }
            if (order.startsWith("noise ")) {
                String[] words = order.split(" ", -1);
                server.noise(new Noise(Double.parseDouble(words[1]), duration(words[2]), Double.parseDouble(words[3])));
                return order;
            }
            if (order.startsWith("late ")) {
                String[] words = order.split(" ", -1);
                server.lateness(new Lateness(duration(words[1]), duration(words[2])));
                return order;
            }
            if (order.startsWith("etcd ")) {
                server.etcd(Etcd.valueOf(order.substring("etcd ".length())));
                return order;
            }
            if (order.equals("count")) {
                return server.handshakes() + " " + server.requests() + " " + server.fullChecks() + " "
                        + server.work();
            }
            server.become(Behaviour.valueOf(order));
            return "now " + order;
        } catch (RuntimeException e) {
            return "error " + order + ": " + String.valueOf(e.getMessage()).replace('\n', ' ');
        }
    }

    private static void say(PrintStream answers, String line) {
        answers.println(line);
        answers.flush();
    }

    private static Map<String, String> options(String[] args) {
        if (args.length % 2 != 0) {
            throw new IllegalArgumentException("each option needs a value: " + Arrays.toString(args));
        }
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i < args.length; i += 2) {
            options.put(args[i], args[i + 1]);
        }
        return options;
    }

    private static String required(Map<String, String> options, String name) {
        String value = options.get(name);
        if (value == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return value;
    }

    /** {@code 10.0.0.1:6443} or {@code [fd00::1]:6443}; never a name, so that nothing is looked up. */
    private static InetSocketAddress address(String text) {
        int colon = text.lastIndexOf(':');
        String host = text.substring(0, colon).replaceAll("[\\[\\]]", "");
        return new InetSocketAddress(InetAddress.ofLiteral(host), Integer.parseInt(text.substring(colon + 1)));
    }

    /** {@code 300ms}, {@code 2s}: as the ISO text that Java reads. */
    private static Duration duration(String text) {
        return text.endsWith("ms")
                ? Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)))
                : Duration.parse("PT" + text);
    }
}
