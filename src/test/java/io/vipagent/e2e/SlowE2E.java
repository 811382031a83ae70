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
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Slow is not dead: while every apiserver is late, paused or without its etcd, no request fails, no connection is cut
 * and the VIP stays. Real keepalived and haproxy run what {@code init} writes, unedited. What is counted does not
 * depend on the time that this machine takes.
 */
@Timeout(300)
class SlowE2E {
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration WHILE = Duration.ofSeconds(5);
    private static final Duration SKEW = Duration.ofMillis(250);

    @ParameterizedTest
    @CsvSource({"systemd, recommended", "systemd, fast", "keepalived-only, recommended", "keepalived-only, fast"})
    void nothingMovesAndNothingIsCut(String setUp, String profile) {
        try (Cluster cluster = Cluster.up(3, setUp, profile)) {
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
                unnoticed(cluster, "etcd " + etcd + ", one apiserver after the other, and the recovery", all -> {
                    eachApiServer(all, server -> {
                        server.etcd(etcd);
                        pass(SKEW);
                    });
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
    }

    @ParameterizedTest
    @CsvSource({"recommended", "fast"})
    void newConnectionsGoToTheFastOnesAndSessionsOnTheSlowOneStay(String profile) {
        try (Cluster cluster = Cluster.up(3, "systemd", profile)) {
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
        }
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
}
