package io.vipagent.demo;

import io.vipagent.lab.AgentProgram;
import io.vipagent.lab.AtExit;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * {@code ./dev demo [--watch]}. Part 1 breaks and heals apiservers that are embedded here; part 2 breaks one on nodes
 * in network namespaces, where real keepalived moves one VIP with vip-agent and one with the script of kubeadm's guide.
 * With {@code --watch} part 1 goes on until it is interrupted.
 */
public final class Demo {
    private static final int USAGE = 64;
    private static final Duration BETWEEN_ROUNDS = Duration.ofSeconds(5);

    private final Screen screen;
    private final AgentProgram program;

    private Demo(Screen screen, AgentProgram program) {
        this.screen = screen;
        this.program = program;
    }

    public static void main(String[] args) {
        List<String> options = Arrays.asList(args);
        if (!List.of("--watch").containsAll(options)) {
            System.err.println("demo: unknown option " + options + "; there is only --watch");
            System.exit(USAGE);
        }
        int status = 0;
        try (Screen screen = Screen.standard()) {
            AtExit.run(screen::close);
            new Demo(screen, AgentProgram.underTest()).play(options.contains("--watch"));
        } catch (RuntimeException | AssertionError e) {
            System.err.println("demo: " + e.getMessage());
            status = 1;
        }
        System.exit(status);
    }

    private void play(boolean watch) {
        Pace pace = new Pace();
        screen.say("vip-agent keeps the Kubernetes API's virtual IP on a node that can really serve it, and says why.");
        screen.say();
        try (Stage stage = new Stage(program)) {
            first(stage, watch);
            screen.show(List::of);
        }
        second();
        screen.say();
        screen.say("That was all, in " + pace.seconds()
                + "; nothing is left running. ./dev demo --watch goes on with part 1.");
    }

    private void first(Stage stage, boolean watch) {
        screen.say("PART 1: three kube-apiservers (embedded, with real TLS) and one agent ("
                + program.runner().title() + "), as on node cp1");
        screen.say();
        Breakages breakages = new Breakages(screen, stage);
        breakages.awaitStart();
        if (screen.isLive()) {
            screen.show(stage::table);
        } else {
            screen.say();
            stage.table().forEach(screen::say);
        }
        if (watch) {
            screen.say();
            screen.say("  Until Ctrl-C; meanwhile, from elsewhere:");
            screen.say("    " + stage.agent().statusCommand());
            screen.say("    a browser at " + stage.address() + "/");
            screen.say("    curl " + stage.address() + "/metrics");
        }
        do {
            for (Scene scene : Scene.values()) {
                breakages.play(scene);
            }
            breakages.playAllDown();
            if (watch) {
                Pace.read(BETWEEN_ROUNDS);
            }
        } while (watch);
    }

    private void second() {
        screen.say();
        List<String> missing = SideBySide.missing();
        if (!missing.isEmpty()) {
            screen.say("PART 2 moves a real VIP in network namespaces. It is left out here; missing:");
            missing.forEach(what -> screen.say("  - " + what));
            return;
        }
        new SideBySide(screen).play();
    }
}
