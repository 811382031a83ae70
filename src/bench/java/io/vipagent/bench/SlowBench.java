package io.vipagent.bench;

import io.vipagent.bench.Bench.Measurement;
import io.vipagent.lab.Client;
import io.vipagent.lab.Client.Manner;
import io.vipagent.lab.Client.Report;
import io.vipagent.lab.Fleet;
import io.vipagent.lab.Lab;
import io.vipagent.lab.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What clients meet where apiservers are slow, paused or out of etcd, and none is dead, beside kubeadm's guide. Needs
 * root.
 */
final class SlowBench implements Measurement {
    private static final Duration SETTLING = Duration.ofMillis(1500);
    private static final Duration RECOVERY = Duration.ofSeconds(5);

    /** One scene of one fleet. */
    private record Met(int failed, int asked, int cut, int unanswered, int moves) {
        /**
         * Requests that failed of those asked; kept connections that were cut and requests on them without an answer;
         * moves.
         */
        @Override
        public String toString() {
            return failed + " / " + asked + ", " + cut + " + " + unanswered + ", " + moves;
        }

        boolean isNothing() {
            return failed == 0 && cut == 0 && unanswered == 0 && moves == 0;
        }
    }

    @Override
    public String measure(BenchDirectory site, Arguments arguments) {
        List<Scene> scenes = Scene.all(arguments.quick()).stream()
                .filter(scene -> arguments.scenes().matcher(scene.name()).find())
                .toList();
        Map<String, Map<String, Met>> all = new LinkedHashMap<>();
        // One after the other: each must have the machine for itself.
        Fleets.of(arguments.setUps()).forEach((name, start) -> {
            try (Fleet fleet = start.get()) {
                all.put(name, play(name, fleet, scenes));
            }
        });
        List<String> headings = new ArrayList<>(List.of("what happens"));
        headings.addAll(all.keySet());
        Table table = new Table(headings.toArray(String[]::new));
        for (Scene scene : scenes) {
            List<Object> cells = new ArrayList<>(List.of(scene.name()));
            all.values().forEach(met -> cells.add(String.valueOf(met.get(scene.name()))));
            table.row(cells.toArray());
        }
        return table + "\nIn each cell: requests that failed of those asked, 20 a second on a connection of their own with a"
                + " patience of 5 s; kept connections that were cut + requests on them without an answer, of 5; and how often"
                + " a node took the VIP.\n";
    }

    private static Map<String, Met> play(String name, Fleet fleet, List<Scene> scenes) {
        Map<String, Met> all = new LinkedHashMap<>();
        Client client = fleet.lab().client();
        Node first = fleet.lab().node(1);
        for (Scene scene : scenes) {
            client.ask(Lab.VIP, fleet.port(), Manner.PATIENT);
            Pause.lasting(SETTLING);
            client.report();
            fleet.vipMoves().forget();
            long before = first.apiServer().served().work();
            scene.play().accept(fleet);
            long slow = first.apiServer().served().work() - before;
            Pause.lasting(RECOVERY);
            client.rest();
            client.settle();
            Report report = client.report();
            Met met = new Met(
                    report.failed(),
                    report.failed() + report.succeeded(),
                    report.kept().cut(),
                    report.kept().unanswered(),
                    fleet.vipMoves().arrivals());
            all.put(scene.name(), met);
            // As they come: the whole takes an hour.
            System.err.println(name + ": " + scene.name() + ": " + met + ", of which the first node was asked " + slow
                    + (met.isNothing() ? "" : " " + fleet.vipMoves().list()));
            fleet.await("the VIP is on the first node again", () -> fleet.lab()
                    .holder()
                    .filter(node -> node == first)
                    .isPresent());
        }
        return all;
    }
}
