package io.vipagent.fake;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One port, listened on or not. While it is not, connections are refused, and nobody else can take the port. */
final class Listener implements AutoCloseable {
    private static final int BACKLOG = 4096;

    private final Socket reservation = new Socket();
    private final InetSocketAddress address;
    private final Consumer<Wire> accepted;
    private @Nullable Ear ear;

    Listener(InetSocketAddress wanted, Consumer<Wire> accepted) throws IOException {
        this.accepted = accepted;
        try {
            // Bound, never connected, never listening. With SO_REUSEADDR on both, Linux lets one listener beside it.
            reservation.setReuseAddress(true);
            reservation.bind(wanted);
        } catch (IOException e) {
            reservation.close();
            throw e;
        }
        this.address = (InetSocketAddress) reservation.getLocalSocketAddress();
    }

    InetSocketAddress address() {
        return address;
    }

    void open() throws IOException {
        if (ear == null) {
            ear = new Ear();
        }
    }

    /** Returns when nothing more will be accepted. What waits in the kernel's queue is reset. */
    void shut() throws IOException {
        if (ear != null) {
            ear.close();
            ear = null;
        }
    }

    @Override
    public void close() throws IOException {
        shut();
        reservation.close();
    }

    private final class Ear extends ServerSocket {
        private final CountDownLatch closed = new CountDownLatch(1);
        private final Thread thread;

        Ear() throws IOException {
            try {
                setReuseAddress(true);
                bind(address, BACKLOG);
            } catch (IOException e) {
                super.close();
                throw e;
            }
            // Not virtual: handshakes may keep all carriers busy, and accepting must go on meanwhile.
            thread = Thread.ofPlatform()
                    .daemon()
                    .name("fake-apiserver-" + address.getPort())
                    .start(this::acceptAll);
        }

        private void acceptAll() {
            while (closed.getCount() > 0) {
                try {
                    Wire wire = new Wire();
                    implAccept(wire);
                    accepted.accept(wire);
                } catch (IOException e) {
                    // Closed, or a client that was gone at once, or no file descriptors: then not in a busy loop.
                    awaitUninterrupted(closed);
                }
            }
        }

        @Override
        public void close() throws IOException {
            closed.countDown();
            super.close();
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await(5, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
