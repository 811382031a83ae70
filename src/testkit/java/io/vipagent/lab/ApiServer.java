package io.vipagent.lab;

import io.vipagent.fake.Behaviour;
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
        String order = "noise " + late + " " + lateness.toMillis() + "ms " + lost;
        String answer = puppet.obey(order);
        if (!answer.equals(order)) {
            throw new IllegalStateException("the fake apiserver said: " + answer);
        }
    }

    Daemon daemon() {
        return puppet.daemon();
    }
}
