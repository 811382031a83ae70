package io.vipagent.it;

import io.vipagent.fake.Behaviour;
import io.vipagent.fake.FakeApiServer;
import io.vipagent.fake.TestCa;
import io.vipagent.it.SoakWatch.Expected;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * {@code ./dev soak [--for 30m] [--seed N]}: one agent, to which one fault after the other happens by chance, the same
 * in each run with the same seed. All outputs are asked all the while and held against what the fault must lead to;
 * memory, threads and descriptors must not grow.
 */
final class SoakMain {
    private static final int USAGE = 64;
    private static final Duration SETTLE_TIMEOUT = Duration.ofSeconds(40);
    private static final int PEER_PORT = 9708;

    /** A growth that is none: memory that the collector has not asked back, a connection of those who ask. */
    private static final long MAX_RSS_GROWTH_KIB = 16 << 10;

    private static final int MAX_GROWTH = 8;

    private static final List<Behaviour> DEAD = List.of(
            Behaviour.REFUSE,
            Behaviour.ERROR_500,
            Behaviour.UNAVAILABLE_503,
            Behaviour.RESET_AFTER_TLS,
            Behaviour.WRONG_BODY,
            Behaviour.PLAIN_TEXT);
    private static final List<Behaviour> HANGING =
            List.of(Behaviour.SILENT_AFTER_TLS, Behaviour.SILENT_BEFORE_TLS, Behaviour.TRICKLE_TLS);
    private static final List<Behaviour> WRONG_CERTIFICATE =
            List.of(Behaviour.EXPIRED_CERT, Behaviour.FOREIGN_CERT, Behaviour.MISNAMED_CERT);
    private static final List<Attack> ATTACKS = List.of(
            Attack.UPGRADES_TO_HTTP2,
            Attack.UNFINISHED_REQUESTS,
            Attack.RESETS,
            Attack.BUSY_CONNECTIONS,
            Attack.WHOLE_HISTORY,
            Attack.UNREAD_PAGES,
            Attack.MALFORMED_REQUESTS,
            Attack.AGENT_CHECK_CROWD,
            Attack.AGENT_CHECK_HALF_LINES,
            Attack.CONTROL_CROWD,
            Attack.CONTROL_UNREAD);

    /** What happens, and how often compared with the others. */
    private enum Fault {
        APISERVER_DEAD(3),
        APISERVER_HANGING(2),
        WRONG_CERTIFICATE(2),
        APISERVER_SLOW(2),
        CA_ROTATION(2),
        RELOAD(2),
        DRAIN(2),
        STRANGE_FILES(1),
        ATTACK(4),
        OTHER_APISERVER(2),
        PEER(2),
        PAUSE(1);

        private final int weight;

        Fault(int weight) {
            this.weight = weight;
        }

        String words() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ').replace("ca ", "CA ");
        }
    }

    private final Random random;
    private final Path directory;
    private final FakeApiServer apiserver;
    private final FakeApiServer other;
    private final AgentProcess agent;
    private final SoakWatch watch;
    private final Map<Fault, Integer> happened = new EnumMap<>(Fault.class);
    private final List<ProcessPeak> atRest = new ArrayList<>();
    private TestCa ca;

    private SoakMain(
            long seed,
            Path directory,
            TestCa ca,
            FakeApiServer apiserver,
            FakeApiServer other,
            AgentProcess agent,
            SoakWatch watch) {
        this.random = new Random(seed);
        this.directory = directory;
        this.ca = ca;
        this.apiserver = apiserver;
        this.other = other;
        this.agent = agent;
        this.watch = watch;
    }

    public static void main(String[] args) throws IOException {
        Duration length = Duration.ofMinutes(30);
        long seed = 1;
        try {
            for (int i = 0; i < args.length; i += 2) {
                switch (args[i]) {
                    case "--for" -> length = Duration.parse("PT" + args[i + 1]);
                    case "--seed" -> seed = Long.parseLong(args[i + 1]);
                    default -> throw new IllegalArgumentException(args[i]);
                }
            }
        } catch (RuntimeException e) {
            System.err.println("soak: " + e.getMessage() + "; usage: soak [--for 30m] [--seed N]");
            System.exit(USAGE);
        }
        System.exit(run(length, seed) ? 0 : 1);
    }

    private static boolean run(Duration length, long seed) throws IOException {
        TestCa ca = TestCa.ec("kubernetes");
        Path directory = Files.createTempDirectory("vip-agent-soak");
        try (FakeApiServer apiserver = FakeApiServer.start(ca);
                FakeApiServer other = FakeApiServer.start(ca)) {
            AgentYaml yaml = AgentYaml.in(directory, ca).trackFile();
            String[] schedule = {"interval: 500ms", "timeout: 1s", "rise: 2", "fall: 3"};
            yaml.local(apiserver, schedule)
                    .target("other", "backend", other.url("/readyz"), schedule)
                    .value("peers", "[\"http://" + yaml.address() + ":" + PEER_PORT + "\"]");
            try (AgentProcess agent = AgentProcess.start(yaml)) {
                agent.awaitGranted();
                agent.awaitTarget("other", "up");
                try (SoakWatch watch = new SoakWatch(agent, directory.resolve("track"))) {
                    SoakMain soak = new SoakMain(seed, directory, ca, apiserver, other, agent, watch);
                    soak.soak(length);
                    return soak.report(length, seed);
                }
            }
        } finally {
            StrangeFile.clear(directory);
        }
    }

    private void soak(Duration length) throws IOException {
        long end = System.nanoTime() + length.toNanos();
        watch.settle(Expected.UP, SETTLE_TIMEOUT);
        while (System.nanoTime() - end < 0 && agent.process().isAlive()) {
            Fault fault = any();
            watch.during(fault.words());
            happen(fault);
            happened.merge(fault, 1, Integer::sum);
            watch.settle(Expected.UP, SETTLE_TIMEOUT);
            lasting(2, 4);
            atRest.add(ProcessPeak.now(agent.process()));
        }
    }

    private void happen(Fault fault) throws IOException {
        switch (fault) {
            case APISERVER_DEAD -> deny(oneOf(DEAD));
            case APISERVER_HANGING -> deny(oneOf(HANGING));
            case WRONG_CERTIFICATE -> deny(oneOf(WRONG_CERTIFICATE));
            case APISERVER_SLOW -> {
                apiserver.slowness(Duration.ofMillis(random.nextInt(100, 500)));
                apiserver.become(Behaviour.SLOW);
                lasting(3, 8);
                apiserver.become(Behaviour.OK);
            }
            case CA_ROTATION -> rotate();
            case RELOAD -> {
                for (int i = random.nextInt(1, 30); i > 0; i--) {
                    agent.hangUp();
                }
                lasting(1, 3);
            }
            case DRAIN -> {
                watch.unsettle();
                agent.ask("drain soak");
                watch.settle(Expected.DRAINED, SETTLE_TIMEOUT);
                lasting(2, 5);
                watch.unsettle();
                agent.ask("resume");
            }
            case STRANGE_FILES -> attack(Attack.STRANGE_FILES);
            case ATTACK -> attack(oneOf(ATTACKS));
            case OTHER_APISERVER -> {
                other.become(oneOf(List.of(Behaviour.values())));
                lasting(2, 6);
                other.become(Behaviour.OK);
                // A silent one that is back counts again before the next fault is judged by it.
                agent.awaitTarget("other", "up");
            }
            case PEER -> {
                try (ServerSocket peer = new ServerSocket()) {
                    peer.bind(new InetSocketAddress(InetAddress.ofLiteral(agent.address()), PEER_PORT));
                    // It takes connections, says nothing, and goes.
                    lasting(2, 6);
                }
            }
            case PAUSE -> {
                watch.freeze();
                agent.freeze();
                lasting(1, 8);
                agent.thaw();
            }
        }
    }

    private void deny(Behaviour behaviour) {
        watch.unsettle();
        apiserver.become(behaviour);
        watch.settle(Expected.DOWN, SETTLE_TIMEOUT);
        lasting(2, 6);
        watch.unsettle();
        apiserver.become(Behaviour.OK);
    }

    /** As an administrator does it: both, then the servers' certificates, then the new one alone. */
    private void rotate() throws IOException {
        TestCa next = ca.foreign();
        Path file = directory.resolve("ca.crt");
        replace(file, ca.certificatePem() + next.certificatePem());
        lasting(2, 3);
        apiserver.rotate(next.good());
        other.rotate(next.good());
        lasting(2, 3);
        replace(file, next.certificatePem());
        ca = next;
        lasting(2, 3);
    }

    private static void replace(Path file, String text) throws IOException {
        Path fresh = Files.writeString(file.resolveSibling("ca.fresh"), text);
        Files.move(fresh, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    }

    private void attack(Attack attack) throws IOException {
        watch.step(attack.words());
        try (Siege.Scene scene = new Siege.Scene(agent, other, directory)) {
            attack.on(scene);
        }
    }

    private Fault any() {
        int all = 0;
        for (Fault fault : Fault.values()) {
            all += fault.weight;
        }
        int at = random.nextInt(all);
        for (Fault fault : Fault.values()) {
            at -= fault.weight;
            if (at < 0) {
                return fault;
            }
        }
        throw new IllegalStateException("the weights add up");
    }

    private <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private void lasting(int atLeastSeconds, int atMostSeconds) {
        try {
            boolean _ = new CountDownLatch(1)
                    .await(random.nextInt(atLeastSeconds * 1000, atMostSeconds * 1000), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean report(Duration length, long seed) {
        System.out.println("Seed " + seed + ", " + length.toMinutes() + " min.\n");
        System.out.println("| fault | times | asked | wrong | `check` late | settled within, at most |");
        System.out.println("|---|---:|---:|---:|---:|---:|");
        happened.forEach((fault, times) ->
                System.out.println("| " + fault.words() + " | " + times + " | " + watch.tally(fault.words()) + " |"));
        System.out.println("| all | "
                + happened.values().stream().mapToInt(Integer::intValue).sum() + " | " + watch.tally() + " |\n");
        int part = Math.max(1, atRest.size() / 5);
        ProcessPeak early = median(atRest.subList(0, part));
        ProcessPeak late = median(atRest.subList(atRest.size() - part, atRest.size()));
        System.out.println("| at rest between two faults, median | RSS MiB | threads | descriptors |");
        System.out.println("|---|---:|---:|---:|");
        System.out.println("| the first fifth | " + row(early) + " |");
        System.out.println("| the last fifth | " + row(late) + " |");
        watch.complaints().forEach(System.err::println);
        return agent.process().isAlive()
                && watch.complaints().isEmpty()
                && late.rssKib() - early.rssKib() < MAX_RSS_GROWTH_KIB
                && late.threads() - early.threads() < MAX_GROWTH
                && late.descriptors() - early.descriptors() < MAX_GROWTH;
    }

    private static String row(ProcessPeak held) {
        return "%.1f | %d | %d".formatted(held.rssKib() / 1024.0, held.threads(), held.descriptors());
    }

    private static ProcessPeak median(List<ProcessPeak> all) {
        return new ProcessPeak(
                all.stream()
                        .mapToLong(ProcessPeak::rssKib)
                        .sorted()
                        .skip(all.size() / 2)
                        .findFirst()
                        .orElse(0),
                all.stream()
                        .mapToInt(ProcessPeak::threads)
                        .sorted()
                        .skip(all.size() / 2)
                        .findFirst()
                        .orElse(0),
                all.stream()
                        .mapToInt(ProcessPeak::descriptors)
                        .sorted()
                        .skip(all.size() / 2)
                        .findFirst()
                        .orElse(0));
    }
}
