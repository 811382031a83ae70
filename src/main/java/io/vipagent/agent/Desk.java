package io.vipagent.agent;

import io.vipagent.control.Reply;
import io.vipagent.control.Request;
import io.vipagent.control.Request.Check;
import io.vipagent.control.Request.Drain;
import io.vipagent.control.Request.Notify;
import io.vipagent.control.Request.Resume;
import io.vipagent.control.Request.Status;
import io.vipagent.keepalived.NotifyLine.Event;
import io.vipagent.monitor.Board;
import io.vipagent.status.Report;
import io.vipagent.status.StatusJson;
import io.vipagent.status.StatusTable;
import io.vipagent.status.Words;
import io.vipagent.verdict.Answer;
import io.vipagent.verdict.Answer.Healthy;
import io.vipagent.verdict.Answer.Unhealthy;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Answers what is asked on the control socket. */
final class Desk {
    private final Board board;
    private final Supplier<Report> reports;
    private final Consumer<Event> keepalived;
    private final Supplier<String> scrape;
    private final Consumer<Answer> checks;

    Desk(
            Board board,
            Supplier<Report> reports,
            Consumer<Event> keepalived,
            Supplier<String> scrape,
            Consumer<Answer> checks) {
        this.board = board;
        this.reports = reports;
        this.keepalived = keepalived;
        this.scrape = scrape;
        this.checks = checks;
    }

    Reply answer(Request request) {
        return switch (request) {
            case Check check -> check();
            case Status status -> status(status.format());
            case Drain drain -> {
                board.drain(drain.reason());
                yield new Reply(0, "drained: " + drain.reason());
            }
            case Resume resume -> {
                board.resume();
                yield new Reply(0, "resumed");
            }
            case Notify notify -> {
                keepalived.accept(notify.event());
                yield new Reply(0, "noted: " + notify.name() + " is " + notify.state());
            }
        };
    }

    private Reply check() {
        Answer answer = board.view().decision().answer();
        checks.accept(answer);
        return new Reply(code(answer), Words.line(answer));
    }

    private Reply status(Request.Format format) {
        Report report = reports.get();
        Answer answer = report.view().decision().answer();
        String body = switch (format) {
            case TABLE -> StatusTable.of(report);
            case JSON -> StatusJson.of(report);
            case PROMETHEUS -> scrape.get();
        };
        return new Reply(code(answer), Words.line(answer), body);
    }

    private static int code(Answer answer) {
        return switch (answer) {
            case Healthy healthy -> 0;
            case Unhealthy unhealthy -> unhealthy.reason().exitCode();
        };
    }
}
