package io.vipagent.agent;

import io.vipagent.agent.history.RecentHistory;
import io.vipagent.agent.monitor.TargetBoard;
import io.vipagent.core.health.Health;
import io.vipagent.core.health.Health.Healthy;
import io.vipagent.core.health.Health.Unhealthy;
import io.vipagent.core.health.HealthText;
import io.vipagent.core.protocol.NotifyLine.Event;
import io.vipagent.core.protocol.Reply;
import io.vipagent.core.protocol.Request;
import io.vipagent.core.protocol.Request.CheckDecision;
import io.vipagent.core.protocol.Request.Drain;
import io.vipagent.core.protocol.Request.DrainFor;
import io.vipagent.core.protocol.Request.Notify;
import io.vipagent.core.protocol.Request.Rehearsed;
import io.vipagent.core.protocol.Request.Resume;
import io.vipagent.core.protocol.Request.Status;
import io.vipagent.core.status.AgentStatus;
import io.vipagent.core.status.ClusterJson;
import io.vipagent.core.status.ClusterTable;
import io.vipagent.core.status.ClusterView;
import io.vipagent.core.status.StatusJson;
import io.vipagent.core.status.StatusTable;
import io.vipagent.core.text.Durations;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Answers what is asked on the control socket. */
final class ControlHandler {
    private final TargetBoard board;
    private final Supplier<AgentStatus> reports;
    private final Consumer<Event> keepalived;
    private final Supplier<String> scrape;
    private final Consumer<Health> checks;
    private final HistoryLog history;
    private final boolean tells;

    private final RecentHistory recent;

    /** {@code tells}: whether the agent is set to tell haproxy or keepalived by itself what it decides. */
    ControlHandler(
            TargetBoard board,
            Supplier<AgentStatus> reports,
            Consumer<Event> keepalived,
            Supplier<String> scrape,
            Consumer<Health> checks,
            HistoryLog history,
            RecentHistory recent,
            boolean tells) {
        this.board = board;
        this.reports = reports;
        this.keepalived = keepalived;
        this.scrape = scrape;
        this.checks = checks;
        this.history = history;
        this.tells = tells;
        this.recent = recent;
    }

    Reply answer(Request request) {
        return switch (request) {
            case CheckDecision check -> check();
            case Status status -> status(status.format());
            case Drain drain -> {
                board.drain(drain.reason());
                history.drained(drain.reason());
                yield new Reply(0, "drained: " + drain.reason() + effect());
            }
            case DrainFor drain -> {
                board.drain(drain.reason(), drain.length());
                String text = drain.reason() + ", for " + Durations.format(drain.length());
                history.drained(text);
                yield new Reply(0, "drained: " + text + effect());
            }
            case Rehearsed rehearsed -> {
                history.rehearsed(rehearsed.outcome());
                yield new Reply(0, "noted");
            }
            case Resume resume -> {
                board.resume();
                history.resumed();
                yield new Reply(0, "resumed");
            }
            case Notify notify -> {
                keepalived.accept(notify.event());
                yield new Reply(0, "noted: " + notify.name() + " is " + notify.state());
            }
        };
    }

    /** A drain is only shown where nobody listens, as beside a kube-vip that does not ask. */
    private String effect() {
        return tells || board.isAskedRegularly()
                ? ""
                : "; but nothing that is known acts on it: agent-check.listen and keepalived.track-file are none, and"
                        + " nobody asks check or GET /decision regularly";
    }

    private Reply check() {
        Health answer = board.ask();
        checks.accept(answer);
        return new Reply(code(answer), HealthText.line(answer));
    }

    private Reply status(Request.Format format) {
        AgentStatus report = reports.get();
        Health answer = report.view().decision().answer();
        String body = switch (format) {
            case TABLE -> StatusTable.of(report);
            case JSON -> StatusJson.of(report);
            case PROMETHEUS -> scrape.get();
            case WIDE -> StatusTable.of(report, true);
            case CLUSTER -> ClusterTable.of(cluster(report), false);
            case CLUSTER_WIDE -> ClusterTable.of(cluster(report), true);
            case CLUSTER_JSON -> ClusterJson.of(cluster(report));
        };
        return new Reply(code(answer), HealthText.line(answer), body);
    }

    private ClusterView cluster(AgentStatus report) {
        return ClusterView.of(report, recent.events());
    }

    private static int code(Health answer) {
        return switch (answer) {
            case Healthy healthy -> 0;
            case Unhealthy unhealthy -> unhealthy.reason().exitCode();
        };
    }
}
