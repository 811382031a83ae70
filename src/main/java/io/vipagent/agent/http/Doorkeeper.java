package io.vipagent.agent.http;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ServerChannel;
import io.quarkus.arc.Arc;
import io.quarkus.arc.Unremovable;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.vipagent.config.Settings;
import io.vipagent.platform.linux.Descriptors;
import io.vipagent.platform.time.Ticker;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Decides on each connection to the HTTP port when it is accepted, before anything is made for it: who may ask, how
 * many may stay, and who goes where there are too many. So clients can take neither the file descriptors nor the heap
 * that the probes and the control socket need.
 */
@Singleton
@Unremovable
public class Doorkeeper {
    /**
     * keepalived, haproxy, the peers and Prometheus together need a fraction of it. Where descriptors are few, a
     * quarter of those that are left is for HTTP: the probes, the files and the other sockets need theirs.
     */
    static final int MAX_CONNECTIONS = 128;

    /** One of this node, one of another: the agent does not start where not even these can be had. */
    private static final int MIN_CONNECTIONS = 2;

    /** All that one client may have. */
    static final int MAX_PER_CLIENT = 32;

    /** The pause after an accept that failed, such as when there is no file descriptor. */
    private static final Duration RETRY_INTERVAL = Duration.ofMillis(100);

    private final Settings settings;
    /** Those of programs of this node that ask at its own address: kubelet, kube-vip. */
    private final Connections<ConnectionGuard> own;

    private final Connections<ConnectionGuard> others;
    private final Refused refused;
    private final Ticker ticker;
    private final AtomicLong unread = new AtomicLong();
    private volatile boolean atTheDoor;

    public Doorkeeper(Settings settings, Refused refused, Ticker ticker) {
        this.settings = settings;
        this.refused = refused;
        this.ticker = ticker;
        int max = Math.clamp(Descriptors.spare() / 4, MIN_CONNECTIONS, MAX_CONNECTIONS);
        int perClient = Math.min(MAX_PER_CLIENT, max / 2);
        this.own = new Connections<>(perClient, perClient);
        this.others = new Connections<>(max - perClient, Math.min(perClient, max - perClient));
    }

    /** Returns whether the listening socket is guarded. */
    public boolean isAtTheDoor() {
        return atTheDoor;
    }

    /**
     * By which Netty lets the doorkeeper see the listening socket. It is named in META-INF/services, which the native
     * image knows by {@code quarkus.native.resources.includes}: Quarkus turns GraalVM's own search for services off.
     */
    @RegisterForReflection
    public static final class Extension extends ChannelInitializerExtension {
        @Override
        public void postInitializeServerListenerChannel(ServerChannel server) {
            // One at a time: each is a file descriptor before it can be refused.
            server.config().setOption(ChannelOption.MAX_MESSAGES_PER_READ, 1);
            server.pipeline()
                    .addFirst(Arc.container().instance(Doorkeeper.class).get().door());
        }
    }

    private ChannelInboundHandlerAdapter door() {
        atTheDoor = true;
        return new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext ctx, Object accepted) throws Exception {
                if (admits((Channel) accepted)) {
                    super.channelRead(ctx, accepted);
                } else {
                    ((Channel) accepted).unsafe().closeForcibly();
                }
            }

            @Override
            public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
                refused.count(Refusal.NO_DESCRIPTOR, "unknown");
                ctx.channel().config().setAutoRead(false);
                ctx.executor()
                        .schedule(
                                () -> ctx.channel().config().setAutoRead(true),
                                RETRY_INTERVAL.toMillis(),
                                TimeUnit.MILLISECONDS);
            }
        };
    }

    private boolean admits(Channel accepted) {
        if (!(accepted.remoteAddress() instanceof InetSocketAddress remote)) {
            return false;
        }
        InetAddress client = remote.getAddress();
        if (!settings.http().allow().allows(client)) {
            refused.count(Refusal.NOT_ALLOWED, client.getHostAddress());
            return false;
        }
        // Whoever asks from elsewhere can neither take nor end what kubelet and kube-vip have.
        boolean fromHere = accepted.localAddress() instanceof InetSocketAddress here
                && here.getAddress().equals(client);
        Connections<ConnectionGuard> connections = fromHere ? own : others;
        ConnectionGuard guard = new ConnectionGuard(client, connections, refused, ticker, unread);
        Connections.Admission<ConnectionGuard> admission = connections.admit(guard, client);
        admission.evicted().ifPresent(idle -> idle.cut(Refusal.EVICTED));
        if (admission.admitted()) {
            // At the door already: its thread may be too busy to begin with it before it is closed.
            accepted.closeFuture().addListener(_ -> connections.leave(guard));
            accepted.pipeline().addFirst(guard);
        } else {
            refused.count(Refusal.CLIENT_LIMIT, client.getHostAddress());
        }
        return admission.admitted();
    }
}
