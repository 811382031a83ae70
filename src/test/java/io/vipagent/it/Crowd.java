package io.vipagent.it;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Many clients of one port or Unix socket, that send and do not read. What the other side refuses or closes is no
 * failure.
 */
final class Crowd implements AutoCloseable {
    private static final int CONNECT_MILLIS = 2000;

    private final SocketAddress to;
    private final List<SocketChannel> members = new ArrayList<>();

    Crowd(String address, int port) {
        this.to = new InetSocketAddress(address, port);
    }

    Crowd(Path socket) {
        this.to = UnixDomainSocketAddress.of(socket);
    }

    /** So many more, each of which sends this without waiting for anything. */
    Crowd join(int count, String sent) {
        return join(count, sent, Optional.empty());
    }

    /** The same from this address. */
    Crowd join(int count, String sent, Optional<String> from) {
        for (int i = 0; i < count; i++) {
            SocketChannel member = null;
            try {
                member = open(from);
                members.add(member);
                member.write(ByteBuffer.wrap(sent.getBytes(StandardCharsets.ISO_8859_1)));
            } catch (IOException e) {
                close(member);
            }
        }
        return this;
    }

    private SocketChannel open(Optional<String> from) throws IOException {
        if (to instanceof UnixDomainSocketAddress) {
            SocketChannel member = SocketChannel.open(StandardProtocolFamily.UNIX);
            // Else it would wait where the queue of the socket is full.
            member.configureBlocking(false);
            return connected(member, () -> member.connect(to));
        }
        SocketChannel member = SocketChannel.open();
        return connected(member, () -> {
            if (from.isPresent()) {
                member.bind(new InetSocketAddress(InetAddress.ofLiteral(from.get()), 0));
            }
            member.socket().connect(to, CONNECT_MILLIS);
            member.configureBlocking(false);
        });
    }

    @FunctionalInterface
    private interface Connecting {
        void connect() throws IOException;
    }

    private static SocketChannel connected(SocketChannel member, Connecting connecting) throws IOException {
        try {
            connecting.connect();
            return member;
        } catch (IOException e) {
            member.close();
            throw e;
        }
    }

    /** Each sends a little more, as far as its buffers let it. */
    void send(String more) {
        for (SocketChannel member : members) {
            try {
                member.write(ByteBuffer.wrap(more.getBytes(StandardCharsets.ISO_8859_1)));
            } catch (IOException e) {
                // It was closed.
            }
        }
    }

    /** How many of them the other side has closed; what it has sent is taken. */
    int closed() {
        int closed = 0;
        ByteBuffer ignored = ByteBuffer.allocate(65536);
        for (SocketChannel member : members) {
            try {
                int read;
                do {
                    ignored.clear();
                    read = member.read(ignored);
                } while (read > 0);
                closed += read < 0 ? 1 : 0;
            } catch (IOException e) {
                closed++;
            }
        }
        return closed;
    }

    int size() {
        return members.size();
    }

    /** All go by a reset, in the midst of what they were saying. */
    void reset() {
        for (SocketChannel member : members) {
            try {
                member.setOption(StandardSocketOptions.SO_LINGER, 0);
            } catch (IOException e) {
                // It was closed.
            }
            close(member);
        }
        members.clear();
    }

    @Override
    public void close() {
        members.forEach(Crowd::close);
        members.clear();
    }

    private static void close(SocketChannel member) {
        try {
            if (member != null) {
                member.close();
            }
        } catch (IOException e) {
            // It is closed all the same.
        }
    }
}
