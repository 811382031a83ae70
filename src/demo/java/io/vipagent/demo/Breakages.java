package io.vipagent.demo;

import io.vipagent.core.health.Reason;
import io.vipagent.core.protocol.Request;
import io.vipagent.fake.Behaviour;
import io.vipagent.lab.Agent;
import io.vipagent.lab.Shell;
import java.time.Duration;

/** Part 1: breaks and heals what the agent watches, and tells what each of its callers hears. */
final class Breakages {
    private static final Duration TO_READ = Duration.ofMillis(1500);
    private static final String HELD = "holds on, no other apiserver is known to be better";

    private final Screen screen;
    private final Stage stage;
    private final Agent agent;

    Breakages(Screen screen, Stage stage) {
        this.screen = screen;
        this.stage = stage;
        this.agent = stage.agent();
    }

    void awaitStart() {
        Pace pace = new Pace();
        Pace.await("the agent says that its node may hold the VIP", agent::grants);
        tell("after " + pace.seconds(), "check", exit(agent.check()));
        tell("", "agent-check", stage.agentCheck());
        tell("", "/health", Integer.toString(stage.health()));
    }

    /** One broken apiserver: this node's own. */
    void play(Scene scene) {
        screen.say();
        screen.say("cp1's apiserver: " + scene.title());
        Figures before = figures(scene.reason());
        Pace pace = new Pace();
        stage.local(scene.behaviour());
        Pace.await(
                "the verdict " + scene.reason(),
                () -> agent.ask(new Request.CheckDecision()).exitCode()
                        == scene.reason().exitCode());
        report(pace.seconds(), before, scene.reason());
        heal();
    }

    /** All broken at once, as with etcd: moving the VIP cannot help. */
    void playAllDown() {
        screen.say();
        screen.say("all three apiservers: they answer 500, so that the VIP is nowhere better off than here");
        Figures before = figures(Reason.SERVER_ERROR);
        Pace pace = new Pace();
        stage.all(Behaviour.ERROR_500);
        Pace.await(HELD, () -> agent.ask(new Request.CheckDecision()).text().startsWith(HELD));
        report(pace.seconds(), before, Reason.SERVER_ERROR);
        heal();
    }

    private void report(String after, Figures before, Reason reason) {
        tell("after " + after, "verdict", verdict());
        tell("", "check", exit(agent.check()));
        tell("", "agent-check", stage.agentCheck());
        tell("", "/health", Integer.toString(stage.health()));
        Figures now = figures(reason);
        tell("", "/metrics", change("vip_agent_decision", before.decision(), now.decision()));
        tell("", "", change("vip_agent_target_up{target=\"local\"}", before.up(), now.up()));
        tell("", "", change("vip_agent_decision_reason{reason=\"" + reason + "\"}", before.reason(), now.reason()));
        Pace.read(TO_READ);
    }

    private void heal() {
        Pace pace = new Pace();
        stage.all(Behaviour.OK);
        Pace.await("all is well", () -> agent.metric("vip_agent_target_up") == 3 && agent.grants());
        tell("healed", "", "up again after " + pace.seconds());
        Pace.read(TO_READ.dividedBy(2));
    }

    /** {@code may hold VIP no (denied)}; why is told by the others. */
    private String verdict() {
        return stage.table().stream()
                .filter(line -> line.startsWith("may hold VIP"))
                .map(line -> line.replaceFirst(":.*", ""))
                .findFirst()
                .orElse("");
    }

    private record Figures(double decision, double up, double reason) {}

    private Figures figures(Reason reason) {
        return new Figures(
                agent.metric("vip_agent_decision"),
                agent.metric("vip_agent_target_up", "target=\"local\""),
                agent.metric("vip_agent_decision_reason", "reason=\"" + reason + "\""));
    }

    private static String change(String series, double before, double now) {
        return before == now
                ? "%s %.0f, as before".formatted(series, now)
                : "%s %.0f -> %.0f".formatted(series, before, now);
    }

    private static String exit(Shell.Result check) {
        return "exit %d: %s".formatted(check.exitCode(), check.said());
    }

    private void tell(String when, String who, String what) {
        screen.say("  %-12s %-12s %s".formatted(when, who, what));
    }
}
