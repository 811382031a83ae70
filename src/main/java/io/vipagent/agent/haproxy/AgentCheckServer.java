package io.vipagent.agent.haproxy;

import io.vipagent.config.AgentCheckSettings;
import io.vipagent.core.health.Health;
import io.vipagent.core.health.Health.Healthy;
import io.vipagent.core.health.Health.Unhealthy;
import io.vipagent.core.health.HealthSnapshot;
import io.vipagent.core.health.Reason;
import io.vipagent.core.protocol.AgentReply;
import io.vipagent.core.protocol.AgentReply.Reports;
import io.vipagent.core.protocol.AgentRequest;
import io.vipagent.platform.linux.Descriptors;
import io.vipagent.platform.net.Acceptor;
import io.vipagent.platform.net.Acceptor.Limits;
import io.vipagent.platform.time.Deadline;
import io.vipagent.platform.time.Ticker;
import java.io.IOException;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Answers haproxy's agent-checks over TCP: one line in one segment, then the end. A client that sends a line
 * ({@code agent-send}) gets the answer for the target that it names, and may allow that an answer is held back while it
 * would only repeat that all is well: so haproxy asks seldom and hears at once.
 */
public final class AgentCheckServer implements AutoCloseable {
    /** Each has a thread, for some milliseconds or while it waits for news: as many haproxys may ask at one moment. */
    private static final int MAX_CLIENTS = 512;

    private static final int MIN_CLIENTS = 1;
    private static final int BACKLOG = 1024;

    /** What a client may wait for, and a second for its line, and one for the rest. */
    private static final Duration CLIENT_TIMEOUT = AgentRequest.MAX_WAIT.plusSeconds(2);

    /**
     * From when haproxy has connected: below the time in which it would call the agent silent, which is {@code timeout
     * check}.
     */
    private static final Duration MAX_STARTING_WAIT = Duration.ofMillis(1500);

    private static final Duration STARTING_POLL_INTERVAL = Duration.ofMillis(20);

    private volatile AgentCheckSettings options;
    private final Supplier<HealthSnapshot> views;
    private final Consumer<String> replies;
    private final ServerSocketChannel server;
    private final Ticker ticker;
    private final LastReplies last = new LastReplies();
    private final HeldClients held;
    private volatile boolean releasing;

    private AgentCheckServer(
            AgentCheckSettings options,
            Supplier<HealthSnapshot> views,
            Consumer<String> replies,
            ServerSocketChannel server,
            Ticker ticker) {
        this.options = options;
        this.views = views;
        this.replies = replies;
        this.server = server;
        this.ticker = ticker;
        this.held = new HeldClients(ticker);
    }

    /** Begins to answer. {@code replies} hears the label of each reply, or {@code refused}. */
    public static AgentCheckServer open(
            AgentCheckSettings options, Ticker ticker, Supplier<HealthSnapshot> views, Consumer<String> replies)
            throws IOException {
        // Where file descriptors are few, a quarter of those that are left: probes and the control socket need theirs.
        int maxClients = (int) Math.clamp(Descriptors.spare() / 4, MIN_CLIENTS, MAX_CLIENTS);
        return open(options, ticker, views, replies, maxClients);
    }

    static AgentCheckServer open(
            AgentCheckSettings options,
            Ticker ticker,
            Supplier<HealthSnapshot> views,
            Consumer<String> replies,
            int maxClients)
            throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            channel.bind(options.listen().orElseThrow(), BACKLOG);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        AgentCheckServer server = new AgentCheckServer(options, views, replies, channel, ticker);
        Acceptor.start(
                "agent-check", channel, new Limits(maxClients, CLIENT_TIMEOUT), ticker, server::admits, server::serve);
        return server;
    }

    /** Behaves so from now on; what is listened on stays as it is. */
    public void behave(AgentCheckSettings other) {
        options = other;
        held.end();
    }

    /** Tells clients that wait for news, where this is some. Does not block. */
    public void hear(HealthSnapshot view) {
        held.hear(view);
    }

    /** Returns how many clients wait for news. */
    int waiting() {
        return held.count();
    }

    /** Returns the port that is listened on. */
    public int port() {
        return server.socket().getLocalPort();
    }

    /**
     * From now on gives haproxy's own check the last word: says up, whatever the verdict, since haproxy would keep a
     * down, or a smaller weight, of an agent that is gone forever. A drain stays one.
     *
     * @return whether anything that was asked for last got such a reply, so that it pays to stay for another round of
     * checks
     */
    public boolean release() {
        releasing = true;
        held.end();
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
        RequestLine heard = RequestLine.read(client, options.lineWait());
        Asking asking = new Asking(client.getInetAddress(), heard.request().target());
        awaitFirstVerdict(
                client,
                asking,
                end.atNanos() - CLIENT_TIMEOUT.minus(MAX_STARTING_WAIT).toNanos());
        if (isEvicted(client) && isUninformed(asking)) {
            // It makes room for another before anything is known; without an answer haproxy asks again.
            return;
        }
        Duration length = heard.request().hold();
        boolean waits = heard.whole() && !length.isZero() && heardThatAllIsWell(asking);
        boolean whole = waits ? awaitNews(channel, asking, length) : heard.whole();
        HealthSnapshot view = views.get();
        Health answer = answer(view, asking);
        String asker = asking.asker(view);
        String subject = asking.subject(view);
        AgentReply reply = reply(answer, last.hasVerdict(asker, subject) || view.looksForTheFirstTime());
        if (waits && AgentReply.isUnknown(answer) && !last.hasVerdict(asker, subject)) {
            // While it waited its target became another one, at which nobody has looked. Without an answer haproxy
            // keeps what it was told and asks again, and then the first verdict is waited for.
            return;
        }
        last.add(asker, subject, reply, answer, ticker.nanos());
        replies.accept(reply.label());
        client.getOutputStream().write(reply.line(answer).getBytes(StandardCharsets.US_ASCII));
        if (!whole) {
            client.shutdownOutput();
            RequestLine.awaitEnd(client);
        }
    }

    private boolean heardThatAllIsWell(Asking asking) {
        HealthSnapshot view = views.get();
        return last.isWell(asking.asker(view), asking.subject(view), ticker.nanos());
    }

    /**
     * Waits while the answer would only repeat that all is well, and not longer than {@code length}.
     *
     * @return whether the client said nothing more
     */
    private boolean awaitNews(SocketChannel client, Asking asking, Duration length) throws IOException {
        return held.await(client, length, view -> !isWell(view, asking), views);
    }

    private boolean isWell(HealthSnapshot view, Asking asking) {
        Health answer = answer(view, asking);
        // Whoever was told nothing before hears the same of what is well; and this runs in the thread of each probe.
        return reply(answer, false).isWell(answer);
    }

    /**
     * Lets an agent that has just started look before it answers. A {@code down} that only says that nobody has looked
     * yet would have haproxy cut every session of a server that is well, each time an agent is restarted.
     */
    private void awaitFirstVerdict(Socket client, Asking asking, long endNanos) {
        try {
            for (long now = ticker.nanos();
                    now - endNanos < 0 && isUninformed(asking) && !isEvicted(client);
                    now = ticker.nanos()) {
                ticker.sleepUntil(now + Math.min(STARTING_POLL_INTERVAL.toNanos(), endNanos - now));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The acceptor ends the input of one that has to make room. */
    private static boolean isEvicted(Socket client) {
        return client.isInputShutdown();
    }

    private boolean isUninformed(Asking asking) {
        HealthSnapshot view = views.get();
        return options.reports() == Reports.VERDICT
                && asking.exists(view)
                && AgentReply.isUnknown(answer(view, asking))
                && !last.hasVerdict(asking.asker(view), asking.subject(view));
    }

    private AgentReply reply(Health answer, boolean mayKeep) {
        AgentCheckSettings current = options;
        return AgentReply.to(answer, current.reports(), current.drained(), mayKeep);
    }

    private Health answer(HealthSnapshot view, Asking asking) {
        Health answer = asking.answer(view);
        boolean drained = answer instanceof Unhealthy unhealthy && unhealthy.reason() == Reason.MAINTENANCE;
        if (releasing && !drained) {
            return new Healthy("released");
        }
        // Where haproxy's own check decides alone, it is told no weight either.
        return options.reports() == Reports.MAINTENANCE && answer.healthy() ? new Healthy("up") : answer;
    }
}
