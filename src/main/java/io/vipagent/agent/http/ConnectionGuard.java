package io.vipagent.agent.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import io.vipagent.agent.tls.KeyExchange;
import io.vipagent.platform.time.Ticker;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Ends a connection whose client is too slow: with its request, with taking its answers, or with asking again. It sits
 * before everything else, TLS too, and sees bytes alone. What breaks on the wire ends here and is logged by nobody: it
 * is the client's affair.
 */
final class ConnectionGuard extends ChannelDuplexHandler implements PipelineLimit.RequestListener {
    /** From the first byte of a request, or from the start of the connection, to the answer. */
    static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(5);

    /** From one progress in taking an answer to the next. */
    static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(5);

    /** From an answer to the next request; Prometheus asks once a minute where it is told nothing else. */
    static final Duration IDLE_TIMEOUT = Duration.ofSeconds(75);

    /** What may wait for all clients together to be read. */
    static final long MAX_UNREAD_BYTES = 16 << 20;

    /** From the start of a connection to the end of its TLS handshake. */
    static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(5);

    /** What a client may send until then: its hello, and a chain of certificates. */
    static final int MAX_HANDSHAKE_BYTES = 32 << 10;

    /**
     * As many TLS records may come between two answers, and up to the first one; a handshake has a dozen, a request
     * one. Each costs the same however little is in it: a hundred clients whose records held a byte, or nothing, kept
     * the threads of all others busy for seconds.
     */
    static final int MAX_RECORDS = 128;

    private static final Duration LOOK_INTERVAL = Duration.ofSeconds(1);
    private static final String LAST = "handler";
    private static final String TLS = "ssl";

    private final InetAddress client;
    private final Connections<ConnectionGuard> connections;
    private final Refused refused;
    private final Ticker ticker;
    private final AtomicLong unreadOfAll;
    private final TlsRecords records = new TlsRecords();
    private final PipelineLimit.RequestLines lines = new PipelineLimit.RequestLines(this);

    private volatile @Nullable ChannelHandlerContext context;
    private volatile boolean ended;
    private @Nullable Future<?> looks;
    private int unread;
    private int unanswered;
    /** Below zero where an answer came before its request was complete. */
    private int completeAndUnanswered;

    private boolean idle;
    private boolean watched;
    private boolean shakingHands;
    /** From a request to the moment in which it has its answer: what is written at other times is TLS's own. */
    private boolean asking;

    private int handshakeBytes;
    private boolean encrypted;
    private long since;

    ConnectionGuard(
            InetAddress client,
            Connections<ConnectionGuard> connections,
            Refused refused,
            Ticker ticker,
            AtomicLong unreadOfAll) {
        this.client = client;
        this.connections = connections;
        this.refused = refused;
        this.ticker = ticker;
        this.unreadOfAll = unreadOfAll;
        this.since = ticker.nanos();
    }

    /** Ends the connection; from any thread. */
    void cut(Refusal why) {
        if (!ended) {
            ended = true;
            refused.count(why, client.getHostAddress());
            close();
        }
    }

    @Override
    public void asked() {
        asking = true;
        unanswered++;
    }

    @Override
    public void complete() {
        if (++completeAndUnanswered > 0) {
            connections.awaitsAnswer(this);
        }
    }

    @Override
    public void answered() {
        unanswered--;
        if (--completeAndUnanswered <= 0) {
            connections.asks(this);
        }
        rest();
    }

    @Override
    public void askedTooMuch() {
        cut(Refusal.PIPELINE);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        looks = ctx.executor()
                .scheduleAtFixedRate(
                        this::look, LOOK_INTERVAL.toMillis(), LOOK_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        ctx.channel().closeFuture().addListener(_ -> end());
        if (ended) {
            // Another took its place before it had one.
            close();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        if (unread > 0 && !ctx.channel().isWritable()) {
            ReferenceCountUtil.release(message);
            cut(Refusal.UNREAD_ANSWER);
            return;
        }
        if (idle) {
            idle = false;
            connections.asks(this);
            since = ticker.nanos();
        }
        if (!watched) {
            watched = true;
            ChannelHandler tls = ctx.pipeline().get(TLS);
            if (tls != null) {
                if (tls instanceof SslHandler handler) {
                    KeyExchange.limit(handler.engine());
                }
                shakingHands = true;
                encrypted = true;
                ctx.pipeline().addAfter(TLS, null, new HandshakeWatch());
            } else {
                limitPipeline(ctx);
            }
        }
        if (encrypted && message instanceof ByteBuf buffer && records.count(buffer) > MAX_RECORDS) {
            buffer.release();
            cut(shakingHands ? Refusal.TLS_HANDSHAKE : Refusal.PIPELINE);
            return;
        }
        if (shakingHands && message instanceof ByteBuf buffer) {
            handshakeBytes += buffer.readableBytes();
            if (handshakeBytes > MAX_HANDSHAKE_BYTES) {
                buffer.release();
                cut(Refusal.TLS_HANDSHAKE);
                return;
            }
        }
        super.channelRead(ctx, message);
    }

    private void limitPipeline(ChannelHandlerContext ctx) {
        if (ctx.pipeline().get(LAST) != null) {
            ctx.pipeline().addAfter(ctx.name(), null, lines);
            ctx.pipeline().addBefore(LAST, null, new PipelineLimit(this));
        }
    }

    /** Hears of the end of a TLS handshake; what reads requests is there only then. */
    private final class HandshakeWatch extends ChannelInboundHandlerAdapter {
        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
            super.userEventTriggered(ctx, event);
            if (event instanceof SslHandshakeCompletionEvent completion) {
                if (completion.isSuccess()) {
                    shakingHands = false;
                    since = ticker.nanos();
                    limitPipeline(ctx);
                } else {
                    cut(Refusal.TLS_HANDSHAKE);
                }
            }
        }
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) throws Exception {
        int bytes = message instanceof ByteBuf buffer ? buffer.readableBytes() : 0;
        if (unread == 0 && asking) {
            since = ticker.nanos();
        }
        unread++;
        long all = unreadOfAll.addAndGet(bytes);
        super.write(ctx, message, promise.unvoid().addListener(_ -> taken(bytes)));
        if (all > MAX_UNREAD_BYTES) {
            cut(Refusal.UNREAD_ANSWER);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) throws Exception {
        if (cause instanceof IOException) {
            ctx.close();
        } else {
            super.exceptionCaught(ctx, cause);
        }
    }

    private void taken(int bytes) {
        unreadOfAll.addAndGet(-bytes);
        unread--;
        if (!asking) {
            // What it takes is a part of a handshake, or a reply to new keys, and no answer: its time goes on.
            return;
        }
        since = ticker.nanos();
        rest();
    }

    /** What ends an answer may be empty, and then nothing of it is seen here. */
    private void rest() {
        if (asking && unread == 0 && unanswered == 0) {
            asking = false;
            idle = true;
            records.reset();
            lines.reset();
            connections.used(this);
        }
    }

    private void look() {
        long waited = ticker.nanos() - since;
        if (shakingHands && waited > HANDSHAKE_TIMEOUT.toNanos()) {
            cut(Refusal.TLS_HANDSHAKE);
        } else if (idle && waited > IDLE_TIMEOUT.toNanos()) {
            // Nothing is wrong with that: whoever asks once in a while connects again.
            close();
        } else if (asking && unread > 0 && waited > ANSWER_TIMEOUT.toNanos()) {
            cut(Refusal.UNREAD_ANSWER);
        } else if (!idle && waited > REQUEST_TIMEOUT.toNanos()) {
            cut(Refusal.SLOW_REQUEST);
        }
    }

    private void close() {
        ChannelHandlerContext open = context;
        if (open != null) {
            open.channel().close();
        }
    }

    private void end() {
        connections.leave(this);
        if (looks != null) {
            looks.cancel(false);
        }
    }
}
