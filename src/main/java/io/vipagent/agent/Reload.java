package io.vipagent.agent;

import io.vipagent.agent.haproxy.AgentCheckServer;
import io.vipagent.agent.metrics.Metrics;
import io.vipagent.agent.monitor.MonitoringPlan;
import io.vipagent.agent.monitor.ProbeLoop;
import io.vipagent.agent.monitor.TargetBoard;
import io.vipagent.agent.probe.HttpsProbe;
import io.vipagent.config.ConfigLoader;
import io.vipagent.config.InvalidConfiguration;
import io.vipagent.config.Settings;
import io.vipagent.core.text.OneLine;
import io.vipagent.platform.linux.Descriptors;
import io.vipagent.platform.time.Ticker;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** Takes the configuration as it is written now: whole, or not at all. */
final class Reload {
    private static final Logger LOG = Logger.getLogger("vip-agent");
    private static final int MAX_PROBLEM_LENGTH = 2000;

    private final RunRequest.SettingsSource source;
    private final TargetBoard board;
    private final HttpsProbe probe;
    private final Ticker ticker;
    private final Metrics metrics;
    private final ProbeLoop loop;
    private final Optional<AgentCheckServer> agentCheck;
    private final Consumer<Settings> taken;
    private final HistoryLog history;
    private Settings settings;

    /** {@code taken} hears of settings once they are in force. */
    Reload(
            RunRequest request,
            TargetBoard board,
            HttpsProbe probe,
            Ticker ticker,
            Metrics metrics,
            ProbeLoop loop,
            Optional<AgentCheckServer> agentCheck,
            Consumer<Settings> taken,
            HistoryLog history) {
        this.settings = request.settings();
        this.source = request.source();
        this.board = board;
        this.probe = probe;
        this.ticker = ticker;
        this.metrics = metrics;
        this.loop = loop;
        this.agentCheck = agentCheck;
        this.taken = taken;
        this.history = history;
    }

    /** Reads it, and takes it or says everything that is against it. */
    synchronized void run() {
        List<String> problems = new ArrayList<>();
        try {
            Settings next = source.load();
            problems.addAll(Preflight.files(probe, next.targets()));
            DescriptorNeeds.problem(settings, next, Descriptors.spare()).ifPresent(problems::add);
            List<String> keys = ConfigLoader.needingRestart(settings, next);
            if (!keys.isEmpty()) {
                problems.add("only a restart can change " + String.join(", ", keys));
            }
            if (problems.isEmpty()) {
                take(next);
            }
        } catch (InvalidConfiguration e) {
            problems.add(String.valueOf(e.getMessage()));
        }
        metrics.reloaded(problems.isEmpty(), ticker.wall());
        history.reloaded(
                problems.isEmpty(),
                problems.isEmpty() ? "the configuration was read again" : String.join("; ", problems));
        if (!problems.isEmpty()) {
            LOG.error("the configuration was not taken, the old one is in force: "
                    + OneLine.line(String.join("; ", problems), MAX_PROBLEM_LENGTH));
        }
    }

    private void take(Settings next) {
        board.replace(new MonitoringPlan(next.targets(), next.rule()));
        loop.follow();
        metrics.replace(settings, next, board, ticker, probe);
        agentCheck.ifPresent(server -> server.behave(next.agentCheck()));
        settings = next;
        LOG.info("the configuration was read again and is in force");
        taken.accept(next);
    }
}
