package io.vipagent.agent.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ByteProcessor;
import io.netty.util.ReferenceCountUtil;

/**
 * Ends a connection whose client sends many requests at once: none of those that ask here does. It alone sees requests
 * and answers, and tells of both.
 */
final class PipelineLimit extends ChannelDuplexHandler {
    /**
     * As many requests may come in one read from the socket. All of them are answered in one turn of a thread that
     * others wait for: with 16, a hundred clients who asked for the metrics so held /health up for five seconds.
     */
    static final int MAX_REQUESTS = 4;

    /** Hears what the client does. */
    interface RequestListener {
        /** The head of a request is there. */
        void asked();

        /** The end of a request is there. */
        void complete();

        /** The end of an answer has been taken, or never will be. */
        void answered();

        /** There are more requests than one client sends at once. */
        void askedTooMuch();
    }

    private final RequestListener listener;
    private int requests;

    PipelineLimit(RequestListener listener) {
        this.listener = listener;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        if (message instanceof HttpRequest) {
            requests++;
            listener.asked();
            if (requests == MAX_REQUESTS + 1) {
                listener.askedTooMuch();
            }
        }
        if (requests > MAX_REQUESTS) {
            ReferenceCountUtil.release(message);
        } else {
            if (message instanceof LastHttpContent) {
                listener.complete();
            }
            super.channelRead(ctx, message);
        }
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) throws Exception {
        boolean ends = message instanceof LastHttpContent && !isInterim(message);
        super.write(ctx, message, ends ? promise.unvoid().addListener(_ -> listener.answered()) : promise);
    }

    /** "100 Continue" is a whole response and no answer (RFC 9110, section 15.2). */
    private static boolean isInterim(Object message) {
        return message instanceof HttpResponse response
                && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
        if (requests <= MAX_REQUESTS) {
            requests = 0;
        }
        super.channelReadComplete(ctx);
    }

    /**
     * Counts the lines that a client sends before it has its answers, behind TLS and before anything is made of them.
     * Each header is a line, also in a trailer, and takes fifty times the memory of the four bytes that the shortest one
     * has: by bytes alone two clients had the heap.
     */
    static final class RequestLines extends ChannelInboundHandlerAdapter {
        /**
         * Four requests of a browser behind a proxy have fewer. An honest client that sends more at once is unknown:
         * haproxy, Prometheus, the kubelet and curl wait for each answer.
         */
        static final int MAX_LINES = 128;

        private final RequestListener listener;
        private int lines;

        RequestLines(RequestListener listener) {
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
}
