package io.vipagent.agent.haproxy;

import io.vipagent.config.AgentCheckOptions;
import io.vipagent.core.health.Health;
import io.vipagent.core.health.Health.Healthy;
import io.vipagent.core.health.Health.Unhealthy;
import io.vipagent.core.health.HealthSnapshot;
import io.vipagent.core.health.Reason;
import io.vipagent.core.health.TargetSnapshot;
import io.vipagent.core.protocol.AgentReply;
import io.vipagent.core.protocol.AgentReply.Reports;
import io.vipagent.core.target.Target;
import io.vipagent.core.target.TargetRole;
import io.vipagent.core.text.OneLine;
import io.vipagent.platform.linux.Descriptors;
import io.vipagent.platform.net.Acceptor;
import io.vipagent.platform.net.Acceptor.Limits;
import io.vipagent.platform.time.Deadline;
import io.vipagent.platform.time.Ticker;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Answers haproxy's agent-checks over TCP: one line in one segment, then the end. A client that sends a line
 * ({@code agent-send}) gets the answer for the target of that name.
 */
public final class AgentCheckServer implements AutoCloseable {
    /** Each has a thread for some milliseconds: as many haproxys may ask at one moment. */
    private static final int MAX_CLIENTS = 512;

    private static final int MIN_CLIENTS = 4;
    private static final int BACKLOG = 1024;
    private static final Duration CLIENT_TIMEOUT = Duration.ofSeconds(2);
    private static final int MAX_LINE_LENGTH = 256;
    private static final int TIMEOUT_MILLIS = 1000;

    /**
     * What is left of a client's time when the wait for a first verdict ends, to answer in: 1.5 s after haproxy has
     * connected, below the time in which it would call the agent silent, which is {@code timeout check}.
     */
    private static final Duration ANSWER_TIME = Duration.ofMillis(500);

    private static final Duration STARTING_POLL_INTERVAL = Duration.ofMillis(20);
    private static final String NODE = "";
    private static final String UNNAMED = "?";

    private volatile AgentCheckOptions options;
    private final Supplier<HealthSnapshot> views;
    private final Consumer<String> replies;
    private final ServerSocketChannel server;
    private final Ticker ticker;
    private final LastReplies last = new LastReplies();
    private volatile boolean releasing;

    private AgentCheckServer(
            AgentCheckOptions options,
            Supplier<HealthSnapshot> views,
            Consumer<String> replies,
            ServerSocketChannel server,
            Ticker ticker) {
        this.options = options;
        this.views = views;
        this.replies = replies;
        this.server = server;
        this.ticker = ticker;
    }

    /** Begins to answer. {@code replies} hears the label of each reply, or {@code refused}. */
    public static AgentCheckServer open(
            AgentCheckOptions options, Ticker ticker, Supplier<HealthSnapshot> views, Consumer<String> replies)
            throws IOException {
        // Where file descriptors are few, a quarter of those that are left: probes and the control socket need theirs.
        Limits limits = new Limits(Math.clamp(Descriptors.spare() / 4, MIN_CLIENTS, MAX_CLIENTS), CLIENT_TIMEOUT);
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            channel.bind(options.listen(), BACKLOG);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        AgentCheckServer server = new AgentCheckServer(options, views, replies, channel, ticker);
        Acceptor.start("agent-check", channel, limits, ticker, server::admits, server::serve);
        return server;
    }

    /** Behaves so from now on; what is listened on stays as it is. */
    public void behave(AgentCheckOptions other) {
        options = other;
    }

    /** The port that is listened on. */
    public int port() {
        return server.socket().getLocalPort();
    }

    /**
     * From now on gives haproxy's own check the last word: says up, whatever the verdict, since haproxy would keep a
     * down of an agent that is gone forever. A drain stays one.
     *
     * @return whether anything that was asked for last got a bad reply, so that it pays to stay for another round of
     * checks
     */
    public boolean release() {
        releasing = true;
        return last.anyBad();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private boolean admits(SocketChannel client) {
        boolean allowed = options.allow().allows(client.socket().getInetAddress());
        if (!allowed) {
            replies.accept("refused");
        }
        return allowed;
    }

    private void serve(SocketChannel channel, Deadline end) throws IOException {
        Socket client = channel.socket();
        Heard heard = listen(client);
        Optional<String> target = heard.target();
        InetAddress from = client.getInetAddress();
        AgentCheckOptions current = options;
        awaitFirstVerdict(current, from, target, end.atNanos() - ANSWER_TIME.toNanos());
        HealthSnapshot view = views.get();
        Health answer = reported(current, answer(view, target));
        String asker = asker(view, from, target);
        String subject = subject(view, target);
        AgentReply reply =
                AgentReply.to(answer, current.reports(), current.drained(), last.hasVerdict(asker, subject));
        last.add(asker, subject, reply, answer);
        replies.accept(reply.label());
        client.getOutputStream().write(reply.line(answer).getBytes(StandardCharsets.US_ASCII));
        if (!heard.whole()) {
            client.shutdownOutput();
            awaitEnd(client);
        }
    }

    /**
     * What a client sent.
     *
     * @param target empty where it sent nothing by itself
     * @param whole whether it was one line and nothing else: nothing more is to be expected, and the connection may end
     *     with the answer, without another wait
     */
    private record Heard(Optional<String> target, boolean whole) {}

    /**
     * Lets an agent that has just started look before it answers. A {@code down} that only says that nobody has looked
     * yet would have haproxy cut every session of a server that is well, each time an agent is restarted.
     */
    private void awaitFirstVerdict(
            AgentCheckOptions current, InetAddress from, Optional<String> target, long endNanos) {
        try {
            for (long now = ticker.nanos();
                    current.reports() == Reports.VERDICT && now - endNanos < 0 && isUninformed(from, target);
                    now = ticker.nanos()) {
                ticker.sleepUntil(now + Math.min(STARTING_POLL_INTERVAL.toNanos(), endNanos - now));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isUninformed(InetAddress from, Optional<String> target) {
        HealthSnapshot view = views.get();
        return AgentReply.isUnknown(answer(view, target))
                && !last.hasVerdict(asker(view, from, target), subject(view, target));
    }

    /** Each haproxy by its address: one that has just come has heard nothing of what another was told. */
    private static String asker(HealthSnapshot view, InetAddress from, Optional<String> target) {
        String name = target.map(asked -> view.target(asked).isPresent() ? asked : UNNAMED)
                .orElse(NODE);
        return from.getHostAddress() + " " + name;
    }

    /** A verdict is of what is asked there, in its role, as {@link TargetSnapshot#isOf} says. */
    private static String subject(HealthSnapshot view, Optional<String> target) {
        return judged(view, target)
                .map(judged -> judged.role() + " " + judged.url())
                .collect(Collectors.joining(" "));
    }

    private static Stream<Target> judged(HealthSnapshot view, Optional<String> target) {
        List<Target> all =
                view.snapshots().stream().map(TargetSnapshot::target).toList();
        List<Target> asked = all.stream()
                .filter(each -> target.map(each.name()::equals).orElse(each.role() == TargetRole.LOCAL))
                .toList();
        // Where there is no local target, the node is judged by its decision, to which all belong.
        return (target.isEmpty() && asked.isEmpty() ? all : asked).stream();
    }

    /** Where haproxy's own check decides alone, it is told no weight either. */
    private static Health reported(AgentCheckOptions current, Health answer) {
        return current.reports() == Reports.MAINTENANCE && answer.healthy() ? new Healthy("up") : answer;
    }

    private Health answer(HealthSnapshot view, Optional<String> target) {
        Health answer = target.map(name -> view.target(name)
                        .orElseGet(() -> new Unhealthy(
                                Reason.AGENT_ERROR, "no target named " + OneLine.line(name, 40) + ", see agent-send")))
                .orElseGet(view::service);
        boolean drained = answer instanceof Unhealthy unhealthy && unhealthy.reason() == Reason.MAINTENANCE;
        return releasing && !drained ? new Healthy("released") : answer;
    }

    /** Takes at once all that is there: each read with a timeout is a handful of system calls. */
    private Heard listen(Socket client) throws IOException {
        InputStream in = client.getInputStream();
        byte[] line = new byte[MAX_LINE_LENGTH + 1];
        int length = 0;
        client.setSoTimeout(Math.max(1, (int) options.lineWait().toMillis()));
        try {
            for (int read = in.read(line); read >= 0; read = in.read(line, length, line.length - length)) {
                int end = newline(line, length, length + read);
                length += read;
                if (end >= 0) {
                    return new Heard(name(line, end), end == length - 1);
                }
                if (length == line.length) {
                    throw new IOException("line too long");
                }
                client.setSoTimeout(TIMEOUT_MILLIS);
            }
        } catch (SocketTimeoutException e) {
            if (length > 0) {
                throw e;
            }
        }
        return new Heard(name(line, length), false);
    }

    private static int newline(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private static Optional<String> name(byte[] line, int length) {
        String name = new String(line, 0, length, StandardCharsets.ISO_8859_1).strip();
        return name.isEmpty() ? Optional.empty() : Optional.of(name);
    }

    /** A close while something is unread would reset the connection, and the reply could be lost with it. */
    private static void awaitEnd(Socket client) throws IOException {
        client.setSoTimeout(TIMEOUT_MILLIS);
        byte[] ignored = new byte[MAX_LINE_LENGTH];
        for (int n = 0; n < 4 && client.getInputStream().read(ignored) >= 0; n++) {
            // Not more than a few reads: what a client says after its line means nothing.
        }
    }
}
