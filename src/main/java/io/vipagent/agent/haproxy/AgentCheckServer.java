package io.vipagent.agent.haproxy;

import io.vipagent.config.AgentCheckOptions;
import io.vipagent.core.health.Health;
import io.vipagent.core.health.Health.Healthy;
import io.vipagent.core.health.Health.Unhealthy;
import io.vipagent.core.health.HealthSnapshot;
import io.vipagent.core.health.Reason;
import io.vipagent.core.protocol.AgentReply;
import io.vipagent.core.protocol.AgentReply.Reports;
import io.vipagent.core.text.OneLine;
import io.vipagent.platform.linux.Descriptors;
import io.vipagent.platform.net.Acceptor;
import io.vipagent.platform.net.Acceptor.Limits;
import io.vipagent.platform.time.Ticker;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

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

    /** Below the time in which haproxy would call the agent silent, which is {@code timeout check}. */
    private static final Duration MAX_STARTING_WAIT = Duration.ofMillis(1500);

    private static final Duration STARTING_POLL_INTERVAL = Duration.ofMillis(20);
    private static final String NODE = "";
    private static final String UNKNOWN = "?";

    private volatile AgentCheckOptions options;
    private final Supplier<HealthSnapshot> views;
    private final Consumer<String> replies;
    private final ServerSocketChannel server;
    private final Ticker ticker;
    /**
     * What was asked for, and what haproxy knows last is bad: targets that there are, {@link #NODE}, or
     * {@link #UNKNOWN}.
     */
    private final Set<String> bad = ConcurrentHashMap.newKeySet();

    /** What haproxy was told a verdict of, by the same names. */
    private final Set<String> informed = ConcurrentHashMap.newKeySet();

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
        return !bad.isEmpty();
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

    private void serve(SocketChannel channel) throws IOException {
        Socket client = channel.socket();
        Heard heard = listen(client);
        Optional<String> target = heard.target();
        awaitFirstVerdict(target);
        HealthSnapshot view = views.get();
        Health answer = reported(answer(view, target));
        String asked = asked(view, target);
        AgentReply reply = AgentReply.to(answer, options.reports(), options.drained(), informed.contains(asked));
        remember(asked, reply, answer);
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
    private void awaitFirstVerdict(Optional<String> target) {
        long end = ticker.nanos() + MAX_STARTING_WAIT.toNanos();
        try {
            while (options.reports() == Reports.VERDICT && isUninformed(target) && ticker.nanos() - end < 0) {
                ticker.sleepUntil(ticker.nanos() + STARTING_POLL_INTERVAL.toNanos());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isUninformed(Optional<String> target) {
        HealthSnapshot view = views.get();
        return AgentReply.isUnknown(answer(view, target)) && !informed.contains(asked(view, target));
    }

    private static String asked(HealthSnapshot view, Optional<String> target) {
        return target.map(name -> view.target(name).isPresent() ? name : UNKNOWN)
                .orElse(NODE);
    }

    /** Where haproxy's own check decides alone, it is told no weight either. */
    private Health reported(Health answer) {
        return options.reports() == Reports.MAINTENANCE && answer.healthy() ? new Healthy("up") : answer;
    }

    private void remember(String asked, AgentReply reply, Health answer) {
        switch (reply) {
            case UP -> bad.remove(asked);
            case DOWN, DRAIN, MAINT -> bad.add(asked);
            case UNKNOWN -> {
                // haproxy keeps the last word of this agent.
            }
        }
        if (reply == AgentReply.UP || reply == AgentReply.DOWN && !AgentReply.isUnknown(answer)) {
            informed.add(asked);
        }
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
