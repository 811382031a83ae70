package io.vipagent.lab;

import io.vipagent.agent.control.ControlClient;
import io.vipagent.core.health.Reason;
import io.vipagent.core.protocol.Reply;
import io.vipagent.core.protocol.Request;
import io.vipagent.platform.time.Deadline;
import io.vipagent.platform.time.SystemTicker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A {@code vip-agent run} on a node, and the commands that are given beside it. */
public final class Agent {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final String name;
    private final Netns where;
    private final Path program;
    private final Path home;
    private final Path config;
    private final Path socket;
    private final Consumer<Daemon> started;
    private Daemon daemon;

    private Agent(String name, Netns where, Path program, Path home, Path config, Consumer<Daemon> started) {
        this.name = name;
        this.where = where;
        this.program = program;
        this.home = home;
        this.config = config;
        this.socket = socket(home);
        this.started = started;
        this.daemon = run();
    }

    /**
     * Starts one.
     *
     * @param program the installed program
     * @param home its own directory, made if missing
     * @param started hears of each process of it
     */
    public static Agent start(
            String name, Netns where, Path program, Path home, AgentConf conf, Consumer<Daemon> started) {
        try {
            Files.createDirectories(home);
            Path config = Files.writeString(home.resolve("vip-agent.yaml"), conf.yaml(socket(home)));
            return new Agent(name, where, program, home, config, started);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a keepalived script line says. */
    public String checkCommand() {
        return String.join(" ", command("check", "--config", config.toString()));
    }

    /** A check as keepalived runs it, but with its output. */
    public Shell.Result check(String... options) {
        List<String> command = command("check", "--config", config.toString());
        command.addAll(List.of(options));
        return Shell.run(where.inside(command));
    }

    /** A command to the agent, such as {@code drain} with its reason. */
    public Shell.Result tell(String verb, String... arguments) {
        List<String> command = command(verb);
        command.addAll(List.of(arguments));
        return Shell.run(where.inside(command));
    }

    /** What the agent itself says, without a process of the program; the exit code is 20 where it does not answer. */
    public Reply ask(Request request) {
        try {
            return ControlClient.ask(socket, request, Deadline.in(new SystemTicker(), TIMEOUT));
        } catch (IOException e) {
            return new Reply(Reason.AGENT_UNREACHABLE.exitCode(), e.toString());
        }
    }

    /** Whether it says that its node may hold the VIP. */
    public boolean grants() {
        return ask(new Request.CheckDecision()).exitCode() == 0;
    }

    /**
     * The sum of a metric, as it is scraped, over the series that have all of these labels, each such as
     * {@code target="local"}; 0 where there are none.
     */
    public double metric(String name, String... labels) {
        return ask(new Request.Status(Request.Format.PROMETHEUS))
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .filter(line -> Stream.of(labels).allMatch(line::contains))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** The process; after {@link #restart} another one. */
    public Daemon daemon() {
        return daemon;
    }

    /** Starts it again after it has ended. */
    public void restart() {
        daemon = run();
    }

    /** What a person types to look at it. */
    public String statusCommand() {
        return String.join(" ", command("status"));
    }

    private Daemon run() {
        Daemon fresh = Daemon.start(
                name,
                where,
                home.resolve("agent.log"),
                List.of(program.toString(), "run", "--config", config.toString()));
        started.accept(fresh);
        return fresh;
    }

    private static Path socket(Path home) {
        return home.resolve("agent.sock");
    }

    private List<String> command(String verb, String... options) {
        List<String> command = new ArrayList<>(List.of(program.toString(), verb, "--socket", socket.toString()));
        command.addAll(List.of(options));
        return command;
    }
}
