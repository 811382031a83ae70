package io.vipagent.lab;

import java.util.concurrent.Callable;

/** Nodes that are up and share a VIP, by whatever means. */
public interface Fleet extends AutoCloseable {
    Lab lab();

    /** Where clients ask at the VIP. */
    int port();

    /** What happened to the VIP since all was up. */
    VipMoves vipMoves();

    /** Waits for a condition; where it does not come, the error holds the end of every log. */
    void await(String what, Callable<Boolean> condition);

    @Override
    void close();
}
