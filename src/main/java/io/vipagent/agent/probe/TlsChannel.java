package io.vipagent.agent.probe;

import io.vipagent.core.health.TlsSession;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSession;

/**
 * TLS over a connected channel that never blocks: every method does what can be done now and returns. What the kernel
 * does not take is kept and sent later, and while anything is kept nothing more is read: a peer that makes TLS write
 * and does not read (RFC 8446, section 4.6.3: new keys, again and again) costs one record of memory and no thread.
 */
final class TlsChannel {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final int FIRST_SIZE = 4096;

    /**
     * How many consecutive records may carry no data: a handshake has a dozen, with tickets behind it. A peer that asks
     * for new keys again and again would keep the processor busy for as long as it likes.
     */
    private static final int MAX_EMPTY_RECORDS = 256;

    private final SocketChannel channel;
    private final SSLEngine engine;
    private final Buffers buffers;
    private ByteBuffer received = ByteBuffer.allocate(FIRST_SIZE);
    private byte[] unsent = {};
    private long receivedBytes;
    private int emptyRecords;
    private boolean ended;

    /** Buffers that the connections of one thread share, since none is in use when a method returns. */
    static final class Buffers {
        private ByteBuffer plain = NOTHING;
        private ByteBuffer encrypted = NOTHING;

        private ByteBuffer plain(int size) {
            plain = plain.capacity() < size ? ByteBuffer.allocate(size) : plain.clear();
            return plain;
        }

        private ByteBuffer encrypted(int size) {
            encrypted = encrypted.capacity() < size ? ByteBuffer.allocate(size) : encrypted.clear();
            return encrypted;
        }
    }

    /** Takes what the peer says. */
    @FunctionalInterface
    interface Receiver {
        /** Takes a piece of it; the array is another's and has other content afterwards. */
        void take(byte[] bytes, int offset, int length) throws IOException;
    }

    /** The handshake begins with the first {@link #advance}. */
    TlsChannel(SocketChannel channel, SSLEngine engine, Buffers buffers) throws SSLException {
        this.channel = channel;
        this.engine = engine;
        this.buffers = buffers;
        engine.beginHandshake();
    }

    /** Returns whether the handshake is over, and well. */
    boolean established() {
        return engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING
                && !engine.getSession().getProtocol().equals("NONE");
    }

    /** Returns what the handshake agreed on. */
    TlsSession session() {
        SSLSession session = engine.getSession();
        return new TlsSession(session.getProtocol(), session.getCipherSuite());
    }

    /** Returns whether the peer has said that nothing more will come from it, by TLS or by TCP. */
    boolean ended() {
        return ended;
    }

    /** Has {@code key} wait for what is to be done next: to write what the kernel did not take, or to read. */
    void listen(SelectionKey key) {
        if (key.isValid()) {
            int wanted = wantsToWrite() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ;
            if (key.interestOps() != wanted) {
                key.interestOps(wanted);
            }
        }
    }

    private boolean wantsToWrite() {
        return unsent.length > 0;
    }

    /** Returns how many bytes have come in, encrypted, so far. */
    long receivedBytes() {
        return receivedBytes;
    }

    /** Encrypts and sends {@code bytes}; the handshake must be over. */
    void send(byte[] bytes) throws IOException {
        ByteBuffer plain = ByteBuffer.wrap(bytes);
        while (plain.hasRemaining()) {
            if (wrap(plain).getStatus() != SSLEngineResult.Status.OK) {
                throw new SocketException("TLS is closed");
            }
        }
    }

    /**
     * Shakes hands, sends and receives as far as that goes without waiting, but not more than {@code limit} bytes at
     * once.
     *
     * @throws SSLHandshakeException with an {@link EOFException} where the peer ends the connection in the handshake
     */
    void advance(long limit, Receiver receiver) throws IOException {
        long until = receivedBytes + limit;
        flush();
        try {
            while (!wantsToWrite() && receivedBytes < until && step(receiver)) {
                // Goes on while there is something to do.
            }
        } catch (SSLException e) {
            sendAlert();
            throw e;
        }
    }

    /** Says good-bye, by TLS and by TCP; what the peer still says may be read. */
    void end() throws IOException {
        engine.closeOutbound();
        while (!engine.isOutboundDone() && wrap(NOTHING).bytesProduced() > 0) {
            // One record, or two where an alert is left.
        }
        if (!wantsToWrite()) {
            channel.shutdownOutput();
        }
    }

    /** Returns whether there was something to do. */
    private boolean step(Receiver receiver) throws IOException {
        return switch (engine.getHandshakeStatus()) {
            case NEED_TASK -> {
                for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
                    task.run();
                }
                yield true;
            }
            case NEED_WRAP -> wrap(NOTHING).bytesProduced() > 0;
            case NEED_UNWRAP, NEED_UNWRAP_AGAIN, NOT_HANDSHAKING, FINISHED -> unwrap(receiver);
        };
    }

    private boolean unwrap(Receiver receiver) throws IOException {
        ByteBuffer plain = buffers.plain(engine.getSession().getApplicationBufferSize());
        received.flip();
        SSLEngineResult result;
        try {
            result = engine.unwrap(received, plain);
        } finally {
            received.compact();
        }
        if (plain.position() > 0) {
            emptyRecords = 0;
            receiver.take(plain.array(), 0, plain.position());
        } else if (result.bytesConsumed() > 0 && ++emptyRecords > MAX_EMPTY_RECORDS) {
            throw new SocketException("the server keeps TLS busy and says nothing");
        }
        return switch (result.getStatus()) {
            case OK -> result.bytesConsumed() > 0 || result.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING;
            case BUFFER_UNDERFLOW -> read();
            case BUFFER_OVERFLOW -> throw new SSLException("a record larger than TLS allows");
            case CLOSED -> {
                ended = true;
                yield false;
            }
        };
    }

    /** Reads what has come; whether anything has. */
    private boolean read() throws IOException {
        if (!received.hasRemaining()) {
            received = ByteBuffer.allocate(Math.max(2 * received.capacity(), FIRST_SIZE))
                    .put(received.flip());
        }
        int count = channel.read(received);
        if (count < 0) {
            ended = true;
            if (!established()) {
                throw (SSLException) new SSLHandshakeException("the server ended the connection")
                        .initCause(new EOFException("connection closed"));
            }
        }
        receivedBytes += Math.max(0, count);
        return count > 0;
    }

    private SSLEngineResult wrap(ByteBuffer plain) throws IOException {
        ByteBuffer encrypted = buffers.encrypted(engine.getSession().getPacketBufferSize());
        SSLEngineResult result = engine.wrap(plain, encrypted);
        encrypted.flip();
        if (unsent.length == 0) {
            write(encrypted);
        }
        if (encrypted.hasRemaining()) {
            int end = unsent.length;
            unsent = Arrays.copyOf(unsent, end + encrypted.remaining());
            encrypted.get(unsent, end, unsent.length - end);
        }
        return result;
    }

    private void flush() throws IOException {
        if (unsent.length > 0) {
            ByteBuffer rest = ByteBuffer.wrap(unsent);
            write(rest);
            unsent = Arrays.copyOfRange(unsent, rest.position(), unsent.length);
            if (unsent.length == 0 && engine.isOutboundDone()) {
                channel.shutdownOutput();
            }
        }
    }

    private void write(ByteBuffer bytes) throws IOException {
        try {
            channel.write(bytes);
        } catch (SocketException e) {
            throw e;
        } catch (IOException e) {
            // As the kernel says it, "Broken pipe": of the connection, not of the agent.
            throw (SocketException) new SocketException(String.valueOf(e.getMessage())).initCause(e);
        }
    }

    /** Tells the peer why, where TLS has a word for it. */
    private void sendAlert() {
        try {
            while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP
                    && wrap(NOTHING).bytesProduced() > 0) {
                // One record.
            }
        } catch (IOException alreadyFailed) {
            // What ended the connection is the better reason.
        }
    }
}
