package io.vipagent.agent.probe;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/**
 * The end of a connection in good order: what the peer still says is read to its end, or until
 * {@link Reactor#GOODBYE_TIMEOUT}, and not listened to. To close without reading it would reset the connection.
 */
final class Goodbye implements Reactor.Waiting {
    private final Reactor reactor;
    private final SocketChannel channel;
    private final SelectionKey key;
    private final TlsChannel tls;
    private final long maxReceivedBytes;
    private final long end;

    /**
     * Takes over a connection.
     *
     * @param maxReceivedBytes with how many encrypted bytes in all the peer has said too much
     */
    Goodbye(Reactor reactor, SocketChannel channel, SelectionKey key, TlsChannel tls, long maxReceivedBytes) {
        this.reactor = reactor;
        this.channel = channel;
        this.key = key;
        this.tls = tls;
        this.maxReceivedBytes = maxReceivedBytes;
        this.end = reactor.ticker().nanos() + Reactor.GOODBYE_TIMEOUT.toNanos();
    }

    /** Says good-bye. From now on the reactor alone knows of the connection. */
    void begin() {
        reactor.ending().add(this);
        key.attach(this);
        try {
            tls.end();
            tls.listen(key);
        } catch (IOException | RuntimeException e) {
            abort();
        }
    }

    @Override
    public void ready() {
        try {
            tls.advance(ChannelConnection.MAX_AT_ONCE, (bytes, offset, length) -> {});
            if (tls.ended() || tls.receivedBytes() > maxReceivedBytes) {
                abort();
            } else {
                tls.listen(key);
            }
        } catch (IOException | RuntimeException e) {
            abort();
        }
    }

    @Override
    public long run(long nowNanos) {
        if (nowNanos - end >= 0) {
            abort();
            return Long.MAX_VALUE;
        }
        return end - nowNanos;
    }

    @Override
    public void abort() {
        reactor.ending().remove(this);
        try {
            channel.close();
        } catch (IOException e) {
            // It is gone all the same.
        }
    }
}
