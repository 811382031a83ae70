package io.vipagent.agent.haproxy;

import io.vipagent.core.health.HealthSnapshot;
import io.vipagent.platform.time.Deadline;
import io.vipagent.platform.time.Ticker;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The clients that wait for news. Each waits in a read of its own connection, so the end of that input ends it: by the
 * client, which went; by whoever makes room for another client; and by news.
 */
final class HeldClients {
    private final Ticker ticker;
    private final Map<SocketChannel, Predicate<HealthSnapshot>> held = new ConcurrentHashMap<>();

    HeldClients(Ticker ticker) {
        this.ticker = ticker;
    }

    /**
     * Returns when there is news for {@code client}, when the time is over, or when the client says something or goes.
     *
     * @param news whether something is news for it
     * @param known what is known at this moment
     * @return whether it said nothing more
     */
    boolean await(SocketChannel client, Duration time, Predicate<HealthSnapshot> news, Supplier<HealthSnapshot> known)
            throws IOException {
        // Taken before it is on the list: a socket whose input has been ended gives none.
        InputStream in = client.socket().getInputStream();
        held.put(client, news);
        try {
            // Asked once it is on the list, so that nothing is missed between the two.
            return news.test(known.get()) || readsNothing(client.socket(), in, Deadline.in(ticker, time));
        } finally {
            held.remove(client);
        }
    }

    /** Ends the wait of those that this is news for. Does not block. */
    void hear(HealthSnapshot view) {
        held.forEach((client, news) -> {
            if (news.test(view)) {
                end(client);
            }
        });
    }

    /** Ends every wait. Does not block. */
    void end() {
        held.keySet().forEach(HeldClients::end);
    }

    /** Returns how many wait. */
    int count() {
        return held.size();
    }

    private static boolean readsNothing(Socket client, InputStream in, Deadline end) throws IOException {
        while (end.nanosLeft() > 0) {
            try {
                client.setSoTimeout(end.millisLeft());
                return in.read() < 0;
            } catch (SocketTimeoutException e) {
                // A socket has a clock of its own: the ticker says whether the time is over.
            }
        }
        return true;
    }

    private static void end(SocketChannel client) {
        try {
            client.shutdownInput();
        } catch (IOException e) {
            // It has gone.
        }
    }
}
