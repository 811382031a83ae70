package io.vipagent.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vipagent.core.history.EventKind;
import io.vipagent.core.history.HistoryEvent;
import io.vipagent.core.history.HistoryRecord;
import io.vipagent.fake.Behaviour;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What strangers and broken programs do to an agent that runs: clients, servers and files. Each is here once, for the
 * tests, for {@code ./dev attack} and for {@code ./dev soak}; a {@link Siege} watches what it does.
 */
enum Attack {
    /** Clients ask for HTTP/2 and do not read. */
    UPGRADES_TO_HTTP2(scene -> {
        for (int i = 0; i < 4; i++) {
            scene.http().join(2000, Requests.UPGRADE);
        }
    }),

    /** Heads of 18 KB without an end. */
    UNFINISHED_REQUESTS(scene -> scene.http()
            .join(5000, "GET /health HTTP/1.1\r\nHost: a\r\n" + ("X-Filler: " + "x".repeat(990) + "\r\n").repeat(18))),

    /** Heads that grow by a byte now and then. */
    GROWING_HEADS(scene -> {
        Crowd crowd = scene.http().join(1000, "GET /health HTTP/1.1\r\nHost: a\r\nX: ");
        await().pollInterval(Duration.ofMillis(500))
                .atMost(Siege.RECOVERY_TIMEOUT)
                .until(() -> {
                    crowd.send("x");
                    return crowd.closed() == crowd.size();
                });
    }),

    /** Connections from ten clients that say nothing, where the agent may open few files. */
    IDLE_CONNECTIONS(scene -> {
        for (int client = 1; client <= 10; client++) {
            scene.http().join(Requests.FEW_DESCRIPTORS / 5, "", Optional.of("127.99.0." + client));
        }
        assertThat(scene.agent().http().get("/health").statusCode()).isEqualTo(200);
        scene.lasting(Duration.ofSeconds(3));
    }),

    /** Connections that end by a reset in the midst of a request. */
    RESETS(scene -> {
        Crowd crowd = scene.http();
        for (int i = 0; i < 80; i++) {
            crowd.join(100, "POST /health HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nx");
            crowd.reset();
        }
    }),

    /** Forty connections that ask thousands of times and do not read. */
    UNREAD_PIPELINES(scene -> {
        String pipeline = "GET /api/v1/status HTTP/1.1\r\nHost: a\r\n\r\n".repeat(20_000);
        Crowd crowd = scene.http().join(40, pipeline);
        for (int i = 0; i < 200; i++) {
            crowd.send(pipeline);
        }
        assertThat(scene.agent().http().get("/health").statusCode()).isEqualTo(200);
    }),

    /** Heads and trailers of two thousand headers of a byte, from three strangers and from this node. */
    MANY_HEADERS(scene -> {
        for (String request : Requests.MANY_HEADERS) {
            Crowd crowd = scene.http();
            for (int client = 1; client <= 4; client++) {
                crowd.join(32, request, client == 4 ? Optional.empty() : Optional.of("127.99.0." + client));
            }
            scene.lasting(Duration.ofSeconds(3));
        }
    }),

    /** More connections than there are places, each with work to do, where the agent may open few files. */
    BUSY_CONNECTIONS(scene -> {
        String work = "GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n".repeat(4);
        for (int round = 0; round < 10; round++) {
            Crowd crowd = scene.http();
            for (int client = 1; client <= 60; client++) {
                crowd.join(5, work, Optional.of("127.99." + round + "." + client));
            }
        }
        scene.lasting(Duration.ofSeconds(2));
    }),

    /** A hundred clients want the whole of a full history at once. */
    WHOLE_HISTORY(scene -> {
        for (int round = 0; round < 5; round++) {
            for (int client = 1; client <= 10; client++) {
                scene.http()
                        .join(
                                12,
                                "GET /api/v1/history HTTP/1.1\r\nHost: a\r\n\r\n".repeat(4),
                                Optional.of("127.99.0." + client));
            }
            scene.lasting(Duration.ofMillis(600));
        }
    }),

    /** The status page, again and again, that nobody reads. */
    UNREAD_PAGES(scene -> {
        for (int client = 1; client <= 40; client++) {
            scene.http()
                    .join(
                            30,
                            "GET / HTTP/1.1\r\nHost: a\r\nAccept: text/html\r\n\r\n".repeat(4),
                            Optional.of("127.99.0." + client));
        }
        scene.lasting(Duration.ofSeconds(2));
    }),

    /** A hundred clients who ask for the metrics without waiting for the last ones. */
    GREEDY_SCRAPES(scene -> Requests.greedy(scene, 100, "/metrics")),

    /** Fifteen clients who ask for all of a full history and for the page without waiting for the last ones. */
    GREEDY_READERS(scene -> Requests.greedy(scene, 15, "/api/v1/history", "/")),

    /** Requests that nobody can read. */
    MALFORMED_REQUESTS(scene -> {
        Crowd crowd = scene.http();
        for (String request : Requests.MALFORMED) {
            for (int i = 0; i < 10; i++) {
                crowd.join(20, request);
                crowd.closed();
                crowd.close();
            }
        }
    }),

    /** Clients of agent-check that say nothing and stay, and come again. */
    AGENT_CHECK_CROWD(scene -> {
        for (int round = 0; round < 5; round++) {
            scene.agentCheck().join(1000, "");
            scene.lasting(Duration.ofMillis(300));
        }
    }),

    /** Clients of agent-check that begin a line. */
    AGENT_CHECK_HALF_LINES(scene -> {
        for (int round = 0; round < 5; round++) {
            scene.agentCheck().join(1000, "loc");
            scene.lasting(Duration.ofMillis(300));
        }
    }),

    /** Clients of the control socket that say nothing and stay, and come again. */
    CONTROL_CROWD(scene -> {
        for (int round = 0; round < 5; round++) {
            scene.control().join(400, "");
            scene.lasting(Duration.ofMillis(300));
        }
    }),

    /** Clients of the control socket that ask for all there is and do not read. */
    CONTROL_UNREAD(scene -> {
        for (int round = 0; round < 5; round++) {
            scene.control().join(400, "status json\n");
            scene.lasting(Duration.ofMillis(300));
        }
    }),

    /** Another apiserver does everything that a server can do, one after the other. */
    HOSTILE_SERVERS(scene -> {
        for (Behaviour behaviour : Behaviour.values()) {
            scene.other().become(behaviour);
            scene.lasting(Duration.ofMillis(250));
        }
        scene.other().become(Behaviour.OK);
    }),

    /** Another apiserver asks for new TLS keys without end, and does not read. */
    KEY_UPDATE_STORM(scene -> {
        scene.other().become(Behaviour.KEY_UPDATE_STORM);
        scene.lasting(Duration.ofSeconds(5));
        scene.other().become(Behaviour.OK);
    }),

    /** FIFOs, devices, directories, links and gigabytes where the agent has its files. */
    STRANGE_FILES(scene -> {
        byte[] ca = Files.readAllBytes(scene.directory().resolve("ca.crt"));
        List<Path> files = Stream.of(
                        "ca.crt", "track.new", "track.lock", "maintenance", "maintenance.new", "history", "history.old")
                .map(scene.directory()::resolve)
                .toList();
        for (StrangeFile kind : StrangeFile.values()) {
            files.forEach(kind::put);
            // Files are looked at once a second; those of TLS by each probe.
            scene.lasting(Duration.ofMillis(1200));
        }
        files.forEach(StrangeFile::clear);
        Files.write(scene.directory().resolve("ca.crt"), ca);
    });

    private final Action action;

    Attack(Action action) {
        this.action = action;
    }

    /** What is done; it ends by itself. */
    @FunctionalInterface
    interface Action {
        void on(Siege.Scene scene) throws IOException;
    }

    void on(Siege.Scene scene) throws IOException {
        action.on(scene);
    }

    /** Words for a table. */
    String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ').replace("http2", "HTTP/2");
    }

    /** The command that the agent is started by, so that it has little of something. */
    List<String> under() {
        return this == IDLE_CONNECTIONS
                ? List.of("prlimit", "--nofile=" + Requests.FEW_DESCRIPTORS + ":" + Requests.FEW_DESCRIPTORS)
                : this == BUSY_CONNECTIONS
                        ? List.of("prlimit", "--nofile=" + Requests.SOME_DESCRIPTORS + ":" + Requests.SOME_DESCRIPTORS)
                        : List.of();
    }

    /** Puts into the agent's directory what must be there before it starts. */
    void prepare(Path directory) throws IOException {
        if (this == WHOLE_HISTORY || this == UNREAD_PAGES || this == GREEDY_READERS) {
            String line = HistoryRecord.of(new HistoryEvent(
                            Instant.parse("2026-01-01T00:00:00Z"),
                            "cp1",
                            EventKind.VERDICT,
                            "local",
                            "up",
                            "target local is up, was starting for 515ms"))
                    + "\n";
            Files.writeString(directory.resolve("history"), line.repeat((1 << 20) / line.length() - 10));
        }
    }

    /** What the attacks send. */
    static final class Requests {
        static final String UPGRADE = "GET /metrics HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings\r\n"
                + "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n";

        /** The JVM's own files are some 200. */
        static final int FEW_DESCRIPTORS = Program.runtime().equals("native") ? 64 : 300;

        static final int SOME_DESCRIPTORS = FEW_DESCRIPTORS + 96;

        static final List<String> MALFORMED = List.of(
                "GET /health HTTP/1.1\r\nHost: a b\r\n\r\n",
                "GET /health/%zz HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /health?%zz HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET http://[::1 HTTP/1.1\r\nHost: a\r\n\r\n",
                "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n",
                "CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /metrics HTTP/1.1\r\nHost: a\r\nAccept: a/b;c=\"\r\nAccept-Encoding: ;;q\r\n\r\n",
                "POST /health HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "POST /health HTTP/1.1\r\nHost: a\r\nContent-Length: 5000\r\n\r\n" + "x".repeat(5000),
                "GET /" + "a".repeat(3000) + " HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nX: " + "a".repeat(9000) + "\r\n\r\n",
                "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003",
                "\u0000".repeat(1000));

        /** Pipelined and whole; and one that never ends, with as many in its trailer as in its head. */
        static final List<String> MANY_HEADERS = List.of(
                ("GET /api/v1/history HTTP/1.1\r\nHost: a\r\n" + "a:\r\n".repeat(2000) + "\r\n").repeat(4),
                "POST /health HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n" + "a:\r\n".repeat(1950)
                        + "\r\n0\r\n" + "b:\r\n".repeat(1950));

        private Requests() {}

        /** So many clients pipeline what they want, packed, in five waves, and do not read. */
        static void greedy(Siege.Scene scene, int clients, String... paths) {
            String wanted = Stream.of(paths)
                    .map(path -> "GET " + path + " HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\n\r\n")
                    .collect(Collectors.joining());
            for (int round = 0; round < 5; round++) {
                Crowd crowd = scene.http();
                for (int client = 1; client <= clients; client++) {
                    crowd.join(1, wanted.repeat(15 / paths.length), Optional.of("127.99.0." + client));
                }
                scene.lasting(Duration.ofMillis(200));
            }
            // Who comes while places are being cleared may be refused, and comes again.
            await().atMost(Siege.RECOVERY_TIMEOUT)
                    .ignoreExceptions()
                    .until(() -> scene.agent().http().get("/health").statusCode() == 200);
        }
    }
}
