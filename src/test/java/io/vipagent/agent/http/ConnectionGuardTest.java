package io.vipagent.agent.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.vipagent.platform.time.HandTicker;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client may take its time for, in TLS: the handshake, its first request, and no more than others after it. */
class ConnectionGuardTest {
    private static final int HEADER = 5;
    private static final InetAddress CLIENT = InetAddress.getLoopbackAddress();

    private final HandTicker ticker = new HandTicker();
    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final Connections<ConnectionGuard> connections = new Connections<>(4, 1);
    private final ConnectionGuard guard = guard();
    private final EmbeddedChannel channel = new EmbeddedChannel(guard);

    ConnectionGuardTest() {
        connections.admit(guard, CLIENT);
        channel.pipeline().addLast("ssl", new ChannelInboundHandlerAdapter());
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @Test
    void aHandshakeThatDoesNotEndIsCut() {
        sends(100);
        after(Duration.ofSeconds(5));
        assertThat(channel.isOpen()).isTrue();
        after(Duration.ofMillis(1));
        cutFor(Refusal.TLS_HANDSHAKE);
    }

    /** Our own part of it is taken at once, and is no answer. */
    @Test
    void whatTheAgentSaysInAHandshakeGivesNoTime() {
        sends(100);
        after(Duration.ofSeconds(4));
        channel.writeOutbound(Unpooled.buffer().writeZero(2000));
        sends(1);
        after(Duration.ofMillis(1001));
        cutFor(Refusal.TLS_HANDSHAKE);
    }

    @Test
    void aHandshakeOfEndlessCertificatesIsCut() {
        sends(ConnectionGuard.MAX_HANDSHAKE_BYTES);
        assertThat(channel.isOpen()).isTrue();
        sends(1);
        cutFor(Refusal.TLS_HANDSHAKE);
    }

    /** A hello in records of a byte, alerts without an end, empty records. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void aHandshakeOfManyRecordsIsCut(int bytes) {
        for (int i = 0; i < ConnectionGuard.MAX_RECORDS; i++) {
            sends(HEADER + bytes);
        }
        assertThat(channel.isOpen()).isTrue();
        sends(HEADER + bytes);
        cutFor(Refusal.TLS_HANDSHAKE);
    }

    @Test
    void manyRecordsInOnePieceAreCutBeforeOneIsRead() {
        List<Object> read = new ArrayList<>();
        channel.pipeline().addLast(new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext ctx, Object message) {
                read.add(message);
            }
        });
        channel.writeInbound(Unpooled.buffer().writeZero(HEADER * (ConnectionGuard.MAX_RECORDS + 1)));
        cutFor(Refusal.TLS_HANDSHAKE);
        assertThat(read).isEmpty();
    }

    @Test
    void aRequestOfManyRecordsIsCutAndAnAnswerBeginsTheCountAgain() {
        shakesHands();
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < ConnectionGuard.MAX_RECORDS - 1; i++) {
                sends(HEADER + 1);
            }
            asks();
            isAnswered();
            assertThat(channel.isOpen()).isTrue();
        }
        for (int i = 0; i < ConnectionGuard.MAX_RECORDS + 1; i++) {
            sends(HEADER);
        }
        cutFor(Refusal.PIPELINE);
    }

    /** Of a head, a trailer or four requests at once, in TLS and without, and whatever is in them. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void manyLinesAreCutAndAnAnswerBeginsTheCountAgain(boolean encrypted) {
        if (encrypted) {
            shakesHands();
        } else {
            speaksInTheClear();
        }
        for (int round = 0; round < 3; round++) {
            decrypted("a:\r\n".repeat(PipelineLimit.RequestLines.MAX_LINES - 1));
            decrypted("a:\r");
            decrypted("\n");
            asks();
            isAnswered();
            assertThat(channel.isOpen()).isTrue();
        }
        decrypted("\n".repeat(PipelineLimit.RequestLines.MAX_LINES));
        assertThat(channel.isOpen()).isTrue();
        decrypted("b:\r\n");
        cutFor(Refusal.PIPELINE);
    }

    @Test
    void manyLinesInOnePieceAreCutBeforeOneIsRead() {
        shakesHands();
        List<Object> read = new ArrayList<>();
        channel.pipeline().addBefore("handler", null, new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext ctx, Object message) {
                read.add(message);
            }
        });
        decrypted("GET / HTTP/1.1\r\n" + "a:\r\n".repeat(PipelineLimit.RequestLines.MAX_LINES));
        cutFor(Refusal.PIPELINE);
        assertThat(read).isEmpty();
    }

    /** The second is not answered yet when the first is, so what came of it still counts. */
    @Test
    void theLinesOfWhatWaitsStayCounted() {
        shakesHands();
        decrypted("\n".repeat(PipelineLimit.RequestLines.MAX_LINES));
        asks();
        asks();
        isAnswered();
        decrypted("\n");
        cutFor(Refusal.PIPELINE);
    }

    @Test
    void aHandshakeThatFailsIsCounted() {
        sends(100);
        channel.pipeline().fireUserEventTriggered(new SslHandshakeCompletionEvent(new SSLException("bad certificate")));
        cutFor(Refusal.TLS_HANDSHAKE);
    }

    /** A session ticket is written after the handshake. */
    @Test
    void afterTheHandshakeARequestIsDue() {
        shakesHands();
        channel.writeOutbound(Unpooled.buffer().writeZero(500));
        after(Duration.ofSeconds(5));
        assertThat(channel.isOpen()).isTrue();
        after(Duration.ofMillis(1));
        cutFor(Refusal.SLOW_REQUEST);
    }

    @Test
    void whoHasAskedMayComeAgain() {
        shakesHands();
        asks();
        isAnswered();
        after(ConnectionGuard.IDLE_TIMEOUT);
        assertThat(channel.isOpen()).isTrue();
        after(Duration.ofMillis(1));
        assertThat(channel.isOpen()).isFalse();
    }

    /** TLS answers each of its own accord, and nobody has asked anything. */
    @Test
    void newKeysWithoutARequestAreCut() {
        shakesHands();
        asks();
        isAnswered();
        for (int i = 0; i < ConnectionGuard.MAX_RECORDS; i++) {
            sends(HEADER + 22);
            channel.writeOutbound(Unpooled.buffer().writeZero(HEADER + 22));
        }
        assertThat(channel.isOpen()).isTrue();
        sends(HEADER + 22);
        cutFor(Refusal.PIPELINE);
    }

    @Test
    void newKeysGiveNoTimeForARequest() {
        shakesHands();
        asks();
        isAnswered();
        sends(HEADER + 22);
        channel.writeOutbound(Unpooled.buffer().writeZero(HEADER + 22));
        after(Duration.ofSeconds(4));
        sends(HEADER + 22);
        channel.writeOutbound(Unpooled.buffer().writeZero(HEADER + 22));
        after(Duration.ofSeconds(1));
        assertThat(channel.isOpen()).isTrue();
        after(Duration.ofMillis(1));
        cutFor(Refusal.SLOW_REQUEST);
    }

    /** Of two requests at once the second may take its time, and an idle connection makes room for others. */
    @Test
    void whoHasAskedForMoreIsNotIdle() {
        shakesHands();
        asks();
        asks();
        isAnswered();
        assertThat(makesRoom()).isFalse();
        isAnswered();
        assertThat(makesRoom()).isTrue();
    }

    @Test
    void whatOnlyLetsARequestGoOnIsNoAnswer() {
        shakesHands();
        asks();
        channel.writeOutbound(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
        assertThat(makesRoom()).isFalse();
    }

    @Test
    void aRequestThatIsNotCompleteMakesRoom() {
        shakesHands();
        assertThat(makesRoom()).isTrue();
    }

    @Test
    void aBodyThatIsNotCompleteMakesRoom() {
        shakesHands();
        channel.pipeline().fireChannelRead(new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/health"));
        assertThat(makesRoom()).isTrue();
    }

    @Test
    void aCompleteRequestDoesNotMakeRoomForItsClient() {
        shakesHands();
        channel.pipeline().fireChannelRead(new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/health"));
        channel.pipeline().fireChannelRead(LastHttpContent.EMPTY_LAST_CONTENT);
        assertThat(makesRoom()).isFalse();
    }

    /** What was answered does not shelter what follows it. */
    @Test
    void aSecondRequestThatIsNotCompleteMakesRoom() {
        shakesHands();
        asks();
        channel.pipeline().fireChannelRead(new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/health"));
        assertThat(makesRoom()).isFalse();
        isAnswered();
        assertThat(makesRoom()).isTrue();
    }

    /** TLS writes nothing for it. */
    @Test
    void anAnswerWhoseEndIsEmptyIsOne() {
        shakesHands();
        String limit = channel.pipeline().context(PipelineLimit.class).name();
        channel.pipeline().addBefore(limit, null, new ChannelOutboundHandlerAdapter() {
            @Override
            public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
                if (message instanceof LastHttpContent) {
                    promise.setSuccess();
                } else {
                    ctx.write(message, promise);
                }
            }
        });
        asks();
        channel.writeOutbound(Unpooled.buffer().writeZero(500));
        assertThat(makesRoom()).isFalse();
        channel.writeOutbound(LastHttpContent.EMPTY_LAST_CONTENT);
        assertThat(makesRoom()).isTrue();
    }

    private void asks() {
        channel.pipeline().fireChannelRead(new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/health"));
    }

    private void isAnswered() {
        channel.writeOutbound(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK));
    }

    /** Whether it does for a client that has no more places. */
    private boolean makesRoom() {
        return connections.admit(guard(), CLIENT).evicted().isPresent();
    }

    private ConnectionGuard guard() {
        return new ConnectionGuard(CLIENT, connections, new Refused(registry, ticker), ticker, new AtomicLong());
    }

    /** One record, or a piece of a header. */
    private void sends(int bytes) {
        channel.writeInbound(
                bytes < HEADER
                        ? Unpooled.buffer().writeZero(bytes)
                        : Unpooled.buffer()
                                .writeByte(22)
                                .writeShort(0x303)
                                .writeShort(bytes - HEADER)
                                .writeZero(bytes - HEADER));
    }

    private void speaksInTheClear() {
        channel.pipeline().remove("ssl");
        channel.pipeline().addLast("handler", new ChannelInboundHandlerAdapter());
    }

    /** What TLS gives on; in the clear there is nothing between. */
    private void decrypted(String text) {
        ByteBuf bytes = Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
        ChannelHandlerContext tls = channel.pipeline().context("ssl");
        if (tls == null) {
            channel.writeInbound(bytes);
        } else {
            tls.fireChannelRead(bytes);
        }
    }

    private void shakesHands() {
        sends(100);
        channel.pipeline().addLast("handler", new ChannelInboundHandlerAdapter());
        channel.pipeline().fireUserEventTriggered(SslHandshakeCompletionEvent.SUCCESS);
    }

    private void after(Duration duration) {
        ticker.advance(duration);
        channel.advanceTimeBy(1, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
    }

    private void cutFor(Refusal refusal) {
        assertThat(channel.isOpen()).isFalse();
        assertThat(registry.get("vip_agent.http.refused")
                        .tag("cause", refusal.label())
                        .counter()
                        .count())
                .isEqualTo(1);
    }
}
