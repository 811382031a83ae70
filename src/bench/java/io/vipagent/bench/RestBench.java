package io.vipagent.bench;

import io.vipagent.bench.Bench.Measurement;
import io.vipagent.lab.ApiServer.Served;
import io.vipagent.lab.Fleet;
import io.vipagent.lab.Node;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a set-up costs while nothing happens and no client asks: CPU time of each program of a node, and what the
 * apiservers are asked, beside kubeadm's guide. Needs root.
 */
final class RestBench implements Measurement {
    private static final Duration SETTLING = Duration.ofSeconds(8);
    private static final List<String> PROGRAMS = List.of("vip-agent", "haproxy", "keepalived", "apiserver");
    private static final double NODES = 3;

    /** The ticks of /proc, as every Linux has them. */
    private static final double TICKS_PER_SECOND = 100;

    @Override
    public String measure(BenchDirectory site, Arguments arguments) {
        int seconds = arguments.seconds(60, 20);
        Table table = new Table(
                "at rest, per node",
                "agent, % of a core",
                "haproxy",
                "keepalived and its scripts",
                "apiserver",
                "all of it",
                "handshakes a second on the apiserver",
                "requests a second",
                "full checks a second",
                "connections reset a second");
        Fleets.of(arguments.setUps()).forEach((name, start) -> {
            try (Fleet fleet = start.get()) {
                table.row(row(name, fleet, seconds));
                System.err.println(table);
            }
        });
        return table + "\n" + seconds + " s each; three nodes, nobody asks. keepalived's time holds that of the scripts that it"
                + " ran. Full checks are those that ask etcd. Resets are RSTs that left the node.\n";
    }

    private static Object[] row(String name, Fleet fleet, int seconds) {
        Pause.lasting(SETTLING);
        Usage before = Usage.of(fleet);
        long start = System.nanoTime();
        Pause.lasting(Duration.ofSeconds(seconds));
        double length = (System.nanoTime() - start) / 1e9;
        Usage after = Usage.of(fleet);
        Object[] row = new Object[PROGRAMS.size() + 6];
        row[0] = name;
        double sum = 0;
        for (int i = 0; i < PROGRAMS.size(); i++) {
            double used = (after.ticks(PROGRAMS.get(i)) - before.ticks(PROGRAMS.get(i)))
                    / TICKS_PER_SECOND / length / NODES * 100;
            sum += used;
            row[i + 1] = used;
        }
        double each = length * NODES;
        int next = PROGRAMS.size() + 1;
        row[next] = sum;
        row[next + 1] = (after.served().handshakes() - before.served().handshakes()) / each;
        row[next + 2] = (after.served().requests() - before.served().requests()) / each;
        row[next + 3] = (after.served().fullChecks() - before.served().fullChecks()) / each;
        row[next + 4] = (after.resets() - before.resets()) / each;
        return row;
    }

    /** What all nodes have used so far. */
    private record Usage(Map<String, Long> byProgram, Served served, long resets) {
        static Usage of(Fleet fleet) {
            Map<String, Long> ticks = new TreeMap<>();
            long handshakes = 0;
            long requests = 0;
            long fullChecks = 0;
            long work = 0;
            long resets = 0;
            for (Node node : fleet.lab().nodes()) {
                long apiServer = node.apiServer().daemon().pid();
                for (long pid : node.pids()) {
                    String program = pid == apiServer ? "apiserver" : program(pid);
                    ticks.merge(program, used(pid), Long::sum);
                }
                Served served = node.apiServer().served();
                handshakes += served.handshakes();
                requests += served.requests();
                fullChecks += served.fullChecks();
                work += served.work();
                resets += sentResets(apiServer);
            }
            return new Usage(ticks, new Served(handshakes, requests, fullChecks, work), resets);
        }

        long ticks(String program) {
            return byProgram.getOrDefault(program, 0L);
        }
    }

    /**
     * By the name of its file; a script that runs at this moment counts by itself, and once it has ended by
     * keepalived's.
     */
    private static String program(long pid) {
        String name = read(Path.of("/proc/" + pid + "/comm")).strip();
        return PROGRAMS.contains(name) ? name : "other";
    }

    /** Its own time and, of keepalived, that of the children that it has waited for. */
    private static long used(long pid) {
        String stat = read(Path.of("/proc/" + pid + "/stat"));
        if (stat.isEmpty()) {
            return 0;
        }
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return Long.parseLong(fields[11])
                + Long.parseLong(fields[12])
                + (program(pid).equals("keepalived") ? Long.parseLong(fields[13]) + Long.parseLong(fields[14]) : 0);
    }

    private static long sentResets(long pid) {
        List<String> tcp = read(Path.of("/proc/" + pid + "/net/snmp"))
                .lines()
                .filter(line -> line.startsWith("Tcp:"))
                .toList();
        int column = List.of(tcp.getFirst().split(" ", -1)).indexOf("OutRsts");
        return Long.parseLong(tcp.getLast().split(" ", -1)[column]);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            // A process that ended between the list and the look.
            if (String.valueOf(e.getMessage()).contains("No such process")) {
                return "";
            }
            throw new UncheckedIOException(e);
        }
    }
}
