package io.vipagent.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.fake.Etcd;
import io.vipagent.lab.ApiServer;
import io.vipagent.lab.Client.Manner;
import io.vipagent.lab.Client.Report;
import io.vipagent.lab.Cluster;
import io.vipagent.lab.Lab;
import io.vipagent.lab.Node;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Phaser;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Slow is not dead: while every apiserver is late, paused or without its etcd, no request fails, no connection is cut
 * and the VIP stays. Real keepalived and haproxy run what {@code init} writes, unedited. What is counted does not
 * depend on the time that this machine takes.
 *
 * <p>Most of it is waiting, so that two clusters without haproxy live through it side by side. Both are up before
 * anything is counted, and none is taken down before the other has been looked at: what starts takes the processor from
 * those that are to notice nothing. Those with haproxy, each of which checks every apiserver, have the machine to
 * themselves.
 */
@Timeout(300)
class SlowE2E {
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration WHILE = Duration.ofSeconds(5);
    private static final Duration SKEW = Duration.ofMillis(250);

    static final List<Story> ALL_SLOW = Stream.of(
                    Story.of("systemd", SlowE2E::slowDownAll, "recommended"),
                    Story.of("systemd", SlowE2E::slowDownAll, "fast"),
                    Story.of("keepalived-only", SlowE2E::slowDownAll, "recommended", "fast"))
            .flatMap(List::stream)
            .toList();
    static final List<Story> ONE_SLOW = Stream.of(
                    Story.of("systemd", SlowE2E::slowDownOne, "recommended"),
                    Story.of("systemd", SlowE2E::slowDownOne, "fast"))
            .flatMap(List::stream)
            .toList();

    @ParameterizedTest
    @FieldSource("ALL_SLOW")
    void nothingMovesAndNothingIsCut(Story story) throws Throwable {
        story.end();
    }

    @ParameterizedTest
    @FieldSource("ONE_SLOW")
    void newConnectionsGoToTheFastOnesAndSessionsOnTheSlowOneStay(Story story) throws Throwable {
        story.end();
    }

    private static void slowDownAll(Cluster cluster) {
        unnoticed(cluster, "every apiserver is late, between 250 and 750 ms", all -> {
            eachApiServer(all, server -> server.late(Duration.ofMillis(250), Duration.ofMillis(750)));
            pass(WHILE);
            eachApiServer(all, server -> server.late(Duration.ZERO, Duration.ZERO));
        });
        unnoticed(cluster, "every apiserver is late by 2 s", all -> {
            eachApiServer(all, server -> server.late(Duration.ofSeconds(2), Duration.ofSeconds(2)));
            pass(WHILE);
            eachApiServer(all, server -> server.late(Duration.ZERO, Duration.ZERO));
        });
        unnoticed(cluster, "every apiserver is paused for a second", all -> {
            eachApiServer(all, server -> server.daemon().freeze());
            pass(SOON);
            eachApiServer(all, server -> server.daemon().thaw());
        });
        for (Etcd etcd : new Etcd[] {Etcd.ERROR, Etcd.HANGS}) {
            unnoticed(cluster, "etcd " + etcd + ", the agent is started again in it, and the recovery", all -> {
                eachApiServer(all, server -> {
                    server.etcd(etcd);
                    pass(SKEW);
                });
                pass(SOON);
                all.agent(all.lab().node(1)).close();
                all.startAgent(all.lab().node(1));
                pass(WHILE);
                eachApiServer(all, server -> {
                    server.etcd(Etcd.WELL);
                    pass(SKEW);
                });
            });
        }
        unnoticed(cluster, "the agent on the VIP's node is paused for 3 s", all -> {
            all.agent(all.lab().node(1)).freeze();
            pass(Duration.ofSeconds(3));
            all.agent(all.lab().node(1)).thaw();
        });
    }

    private static void slowDownOne(Cluster cluster) {
        ApiServer slow = cluster.lab().node(2).apiServer();
        unnoticed(cluster, "one of three is late by 1.5 s", all -> {
            slow.late(Duration.ofMillis(1500), Duration.ofMillis(1500));
            cluster.await("it gets less", () -> {
                long before = slow.served().work();
                pass(SOON);
                return slow.served().work() - before <= 1;
            });
            slow.late(Duration.ZERO, Duration.ZERO);
        });
        cluster.await("it gets its share again", () -> {
            long before = slow.served().work();
            cluster.lab().client().ask(Lab.VIP, cluster.port(), Manner.PATIENT);
            pass(SOON);
            return slow.served().work() - before >= 3;
        });
        cluster.lab().client().rest();
    }

    private static void unnoticed(Cluster cluster, String what, Consumer<Cluster> play) {
        cluster.lab().client().ask(Lab.VIP, cluster.port(), Manner.PATIENT);
        pass(SOON);
        cluster.lab().client().report();
        cluster.vipMoves().forget();
        play.accept(cluster);
        pass(WHILE);
        cluster.lab().client().rest();
        cluster.lab().client().settle();
        Report report = cluster.lab().client().report();
        List<String> moves = cluster.vipMoves().list();
        String story = what + ": " + report + ", VIP moves: " + moves;
        System.out.println(story);
        try {
            // First: a VIP that moved is why the rest went wrong.
            assertThat(moves).as("the VIP stays, " + what).isEmpty();
            assertUnnoticed(what, report);
        } catch (AssertionError e) {
            throw new AssertionError(story + "\n" + cluster.logs(), e);
        }
    }

    private static void assertUnnoticed(String what, Report report) {
        assertThat(report.succeeded()).as(what).isGreaterThan(20);
        assertThat(report.failed()).as("failed, " + what).isZero();
        assertThat(report.kept().cut()).as("cut, " + what).isZero();
        assertThat(report.kept().unanswered()).as("unanswered, " + what).isZero();
    }

    private static void eachApiServer(Cluster cluster, Consumer<ApiServer> act) {
        cluster.lab().nodes().stream().map(Node::apiServer).forEach(act);
    }

    /** Lets time pass in which nothing shall happen. */
    private static void pass(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }

    /** What a cluster of {@code init} with these options goes through; it begins with the others of its scene. */
    static final class Story {
        private final String setUp;
        private final String profile;
        private final Consumer<Cluster> plot;
        private final Phaser scene;
        private final FutureTask<?> told = new FutureTask<>(this::tell, "");
        private List<Story> together = List.of();

        private Story(String setUp, String profile, Consumer<Cluster> plot, Phaser scene) {
            this.setUp = setUp;
            this.profile = profile;
            this.plot = plot;
            this.scene = scene;
        }

        /** One for each profile, all told at once. */
        static List<Story> of(String setUp, Consumer<Cluster> plot, String... profiles) {
            Phaser scene = new Phaser(profiles.length);
            List<Story> all = Stream.of(profiles)
                    .map(profile -> new Story(setUp, profile, plot, scene))
                    .toList();
            all.forEach(story -> story.together = all);
            return all;
        }

        /** Waits for its end, and fails as it did. */
        void end() throws Throwable {
            together.forEach(Story::begin);
            try {
                told.get();
            } catch (ExecutionException e) {
                throw e.getCause();
            }
        }

        /** A story that was begun is not told again. */
        private void begin() {
            Thread teller = new Thread(told, toString());
            teller.setDaemon(true);
            teller.start();
        }

        private void tell() {
            try (Cluster cluster = Cluster.up(3, setUp, profile)) {
                scene.arriveAndAwaitAdvance();
                plot.accept(cluster);
                scene.arriveAndAwaitAdvance();
            } finally {
                // The others do not wait for one that failed.
                scene.arriveAndDeregister();
            }
        }

        @Override
        public String toString() {
            return setUp + ", " + profile;
        }
    }
}
