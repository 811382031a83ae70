package io.vipagent.packaging;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A name server that knows one name, whose address is 127.0.0.1; on port 53 of a loopback address, so root starts it.
 */
final class NameServer implements AutoCloseable {
    private static final int A = 1;

    private final String name;
    private final DatagramSocket socket;
    private final Thread thread;
    private final List<String> asked = new CopyOnWriteArrayList<>();

    NameServer(String address, String name) {
        this.name = name;
        try {
            socket = new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral(address), 53));
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
        thread = Thread.startVirtualThread(this::serve);
    }

    /** Every name that was asked for, as often as it was. */
    List<String> asked() {
        return asked;
    }

    @Override
    public void close() {
        socket.close();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve() {
        DatagramPacket packet = new DatagramPacket(new byte[512], 512);
        while (!socket.isClosed()) {
            try {
                socket.receive(packet);
                ByteBuffer reply = answer(ByteBuffer.wrap(packet.getData(), 0, packet.getLength()));
                socket.send(new DatagramPacket(reply.array(), reply.position(), packet.getSocketAddress()));
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    /** RFC 1035: the question is repeated; the answer's name is a pointer to it. */
    private ByteBuffer answer(ByteBuffer query) {
        short id = query.getShort();
        query.position(12);
        StringBuilder host = new StringBuilder();
        for (int length = query.get(); length > 0; length = query.get()) {
            byte[] label = new byte[length];
            query.get(label);
            host.append(host.isEmpty() ? "" : ".").append(new String(label, StandardCharsets.US_ASCII));
        }
        int type = query.getShort();
        query.getShort();
        asked.add(host.toString());
        boolean known = host.toString().equals(name);
        boolean found = known && type == A;
        ByteBuffer reply = ByteBuffer.allocate(512);
        reply.putShort(id).putShort((short) (known ? 0x8180 : 0x8183));
        reply.putShort((short) 1).putShort((short) (found ? 1 : 0)).putInt(0);
        reply.put(query.duplicate().flip().position(12));
        if (found) {
            reply.putShort((short) 0xC00C)
                    .putShort((short) A)
                    .putShort((short) 1)
                    .putInt(1);
            reply.putShort((short) 4).put(new byte[] {127, 0, 0, 1});
        }
        return reply;
    }
}
