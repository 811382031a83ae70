package io.vipagent.lab;

import java.util.List;
import java.util.concurrent.Callable;

/** Nodes that are up and share a VIP, by whatever means. */
public interface Fleet extends AutoCloseable {
    Lab lab();

    /** Where clients ask at the VIP. */
    int port();

    /** What happened to the VIP since all was up. */
    VipMoves vipMoves();

    /** Every process of it, the lab's own among them. */
    List<Daemon> daemons();

    /** Waits for a condition; where it does not come, the error holds the end of every log. */
    default void await(String what, Callable<Boolean> condition) {
        new Await(this::daemons).await(what, condition);
    }

    /** The end of every log. */
    default String logs() {
        return new Await(this::daemons).logs();
    }

    @Override
    void close();
}
