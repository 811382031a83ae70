package io.vipagent.bench;

import io.vipagent.fake.Etcd;
import io.vipagent.fake.Behaviour;
import io.vipagent.lab.Cluster;
import io.vipagent.lab.Fleet;
import io.vipagent.lab.Node;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;

/**
 * Something that happens to nodes while clients ask, and its end.
 *
 * @param name in the table
 * @param play returns when it is over and what it did is undone
 */
record Scene(String name, Consumer<Fleet> play) {
    private static final Duration SKEW = Duration.ofMillis(250);
    private static final int[] UNIFORM = {50, 100, 200, 250, 300, 350, 400, 500, 800, 1500, 3000};
    private static final int[] QUICK_UNIFORM = {250, 500, 1500, 3000};

    /** All of them; {@code quick}: fewer, and shorter. */
    static List<Scene> all(boolean quick) {
        Duration lasting = Duration.ofSeconds(quick ? 6 : 12);
        List<Scene> scenes = new ArrayList<>();
        for (int millis : quick ? QUICK_UNIFORM : UNIFORM) {
            scenes.add(late("all after " + millis + " ms", millis, millis, lasting, 1, 2, 3));
            scenes.add(late("all after " + millis + " ms ± 50 %", millis / 2, millis * 3 / 2, lasting, 1, 2, 3));
            scenes.add(late("two of three after " + millis + " ms", millis, millis, lasting, 1, 2));
        }
        for (int millis : quick ? new int[] {500, 3000} : new int[] {300, 350, 500, 1500, 3000}) {
            scenes.add(late("one after " + millis + " ms", millis, millis, lasting, 1));
        }
        for (int millis : new int[] {500, 1000, 2000}) {
            scenes.add(new Scene("all apiservers paused for " + millis + " ms", fleet -> {
                fleet.lab().nodes().forEach(node -> node.apiServer().daemon().freeze());
                Pause.lasting(Duration.ofMillis(millis));
                fleet.lab().nodes().forEach(node -> node.apiServer().daemon().thaw());
            }));
        }
        for (Etcd etcd : new Etcd[] {Etcd.HANGS, Etcd.ERROR}) {
            for (int seconds : quick ? new int[] {2, 12} : new int[] {1, 2, 5, 12}) {
                scenes.add(hiccup(etcd, seconds));
            }
        }
        for (int seconds : new int[] {3, 6}) {
            scenes.add(new Scene("the agent paused for " + seconds + " s", fleet -> {
                if (fleet instanceof Cluster cluster) {
                    Node first = fleet.lab().node(1);
                    cluster.agent(first).freeze();
                    Pause.lasting(Duration.ofSeconds(seconds));
                    cluster.agent(first).thaw();
                }
            }));
            scenes.add(frozen("the VIP's node paused for " + seconds + " s", 1, seconds));
            scenes.add(frozen("another node paused for " + seconds + " s", 2, seconds));
        }
        for (int loops : new int[] {8, 16}) {
            scenes.add(new Scene(loops + " busy loops", fleet -> busy(loops, quick ? 10 : 30)));
        }
        scenes.add(new Scene("a rolling restart of the apiservers", fleet -> fleet.lab()
                .nodes()
                .reversed()
                .forEach(node -> {
                    node.apiServer().become(Behaviour.REFUSE);
                    Pause.lasting(Duration.ofSeconds(2));
                    node.apiServer().become(Behaviour.OK);
                    Pause.lasting(Duration.ofSeconds(4));
                })));
        scenes.add(new Scene("no cable to the VIP's node for 3 s", fleet -> {
            fleet.lab().node(1).link(false);
            Pause.lasting(Duration.ofSeconds(3));
            fleet.lab().node(1).link(true);
        }));
        return scenes;
    }

    private static Scene late(String name, int least, int most, Duration lasting, int... numbers) {
        return new Scene(name, fleet -> {
            for (int number : numbers) {
                fleet.lab().node(number).apiServer().late(Duration.ofMillis(least), Duration.ofMillis(most));
            }
            Pause.lasting(lasting);
            fleet.lab().nodes().forEach(node -> node.apiServer().late(Duration.ZERO, Duration.ZERO));
        });
    }

    /** The nodes' answers are apart, as those of true ones are, at its beginning and at its end. */
    private static Scene hiccup(Etcd etcd, int seconds) {
        String what = etcd == Etcd.HANGS ? "hangs" : "fails";
        return new Scene("etcd " + what + " for " + seconds + " s", fleet -> {
            each(fleet, (node, number) -> node.apiServer().etcd(etcd));
            Pause.lasting(Duration.ofSeconds(seconds).minus(SKEW.multipliedBy(2)));
            each(fleet, (node, number) -> node.apiServer().etcd(Etcd.WELL));
        });
    }

    private static void each(Fleet fleet, ObjIntConsumer<Node> act) {
        for (Node node : fleet.lab().nodes()) {
            act.accept(node, node.number());
            if (node.number() < fleet.lab().nodes().size()) {
                Pause.lasting(SKEW);
            }
        }
    }

    private static Scene frozen(String name, int number, int seconds) {
        return new Scene(name, fleet -> {
            fleet.lab().node(number).freeze();
            Pause.lasting(Duration.ofSeconds(seconds));
            fleet.lab().node(number).thaw();
        });
    }

    private static void busy(int loops, int seconds) {
        List<Process> processes = new ArrayList<>();
        try {
            for (int loop = 0; loop < loops; loop++) {
                processes.add(new ProcessBuilder("sh", "-c", "while :; do :; done").start());
            }
            Pause.lasting(Duration.ofSeconds(seconds));
        } catch (IOException e) {
            throw new Unusable("cannot keep the processors busy", e);
        } finally {
            processes.forEach(Process::destroyForcibly);
        }
    }
}
