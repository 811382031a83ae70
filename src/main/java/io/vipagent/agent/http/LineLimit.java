package io.vipagent.agent.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ByteProcessor;

/**
 * Counts the lines that a client sends before it has its answers, behind TLS and before anything is made of them. Each
 * header is a line, also in a trailer, and takes fifty times the memory of the four bytes that the shortest one has: by
 * bytes alone two clients had the heap.
 */
final class LineLimit extends ChannelInboundHandlerAdapter {
    /**
     * Four requests of a browser behind a proxy have fewer. An honest client that sends more at once is unknown here:
     * haproxy, Prometheus, the kubelet and curl wait for each answer.
     */
    static final int MAX_LINES = 128;

    private final PipelineLimit.RequestListener listener;
    private int lines;

    LineLimit(PipelineLimit.RequestListener listener) {
        this.listener = listener;
    }

    /** Counts from 0 again. */
    void reset() {
        lines = 0;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        if (message instanceof ByteBuf buffer) {
            count(buffer);
            if (lines > MAX_LINES) {
                buffer.release();
                listener.askedTooMuch();
                return;
            }
        }
        super.channelRead(ctx, message);
    }

    private void count(ByteBuf buffer) {
        int from = buffer.readerIndex();
        while (lines <= MAX_LINES) {
            int at = buffer.forEachByte(from, buffer.writerIndex() - from, ByteProcessor.FIND_LF);
            if (at < 0) {
                return;
            }
            lines++;
            from = at + 1;
        }
    }
}
