package io.vipagent.agent.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.ReferenceCountUtil;

/** Ends a connection whose client sends many requests at once: none of those that ask here does. */
final class PipelineLimit extends ChannelInboundHandlerAdapter {
    /**
     * As many requests may come in one read from the socket. All of them are answered in one turn of a thread that
     * others wait for: with 16, a hundred clients who asked for the metrics so held /health up for five seconds.
     */
    static final int MAX_REQUESTS = 4;

    /** Hears what the client does. */
    interface RequestListener {
        /** The head of a request is there. */
        void asked();

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
            super.channelRead(ctx, message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
        if (requests <= MAX_REQUESTS) {
            requests = 0;
        }
        super.channelReadComplete(ctx);
    }
}
