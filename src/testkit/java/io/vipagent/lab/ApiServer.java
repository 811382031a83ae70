package io.vipagent.lab;

import io.vipagent.fake.Behaviour;
import io.vipagent.fake.Etcd;
import io.vipagent.fake.FakeApiServerMain;
import java.nio.file.Path;
import java.time.Duration;

/** A node's kube-apiserver: ours, in a process of its own, on every address of the node, the VIP included. */
public final class ApiServer {
    /** Where every kube-apiserver listens. */
    public static final int PORT = 6443;

    private final ScriptedKeepalived puppet;

    private ApiServer(ScriptedKeepalived puppet) {
        this.puppet = puppet;
    }

    static ApiServer start(String node, Namespace where, Path directory, Path caDirectory) {
        return new ApiServer(ScriptedKeepalived.start(
                node + " apiserver",
                where,
                directory.resolve("apiserver.log"),
                FakeApiServerMain.class,
                "--listen",
                "0.0.0.0:" + PORT,
                "--ca-dir",
                caDirectory.toString(),
                "--node",
                node));
    }

    void awaitReady() {
        String ready = puppet.hear();
        if (!ready.startsWith("ready ")) {
            throw new IllegalStateException("the fake apiserver said: " + ready);
        }
    }

    /** Behaves so from now on. */
    public void become(Behaviour behaviour) {
        String answer = puppet.obey(behaviour.name());
        if (!answer.equals("now " + behaviour)) {
            throw new IllegalStateException("the fake apiserver said: " + answer);
        }
    }

    /** Serves some requests late and some never, by chance; percentages. */
    public void noise(int late, Duration lateness, int lost) {
        order("noise " + late + " " + lateness.toMillis() + "ms " + lost);
    }

    /** Answers each request so late from now on, by chance between these two. */
    public void late(Duration least, Duration most) {
        order("late " + least.toMillis() + "ms " + most.toMillis() + "ms");
    }

    /** What its etcd does from now on. */
    public void etcd(Etcd etcd) {
        order("etcd " + etcd);
    }

    /**
     * What it has served since it started.
     *
     * @param fullChecks requests for a check that asks etcd, such as {@code /readyz}
     * @param work requests of clients that come on a connection of their own
     */
    public record Served(long handshakes, long requests, long fullChecks, long work) {}

    /** What it has served so far. */
    public Served served() {
        String[] words = puppet.obey("count").split(" ", -1);
        return new Served(
                Long.parseLong(words[0]), Long.parseLong(words[1]), Long.parseLong(words[2]), Long.parseLong(words[3]));
    }

    private void order(String order) {
        String answer = puppet.obey(order);
        if (!answer.equals(order)) {
            throw new IllegalStateException("the fake apiserver said: " + answer);
        }
    }

    /** The process. */
    public Daemon daemon() {
        return puppet.daemon();
    }
}
