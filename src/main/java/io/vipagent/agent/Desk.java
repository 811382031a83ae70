package io.vipagent.agent;

import io.vipagent.check.Reason;
import io.vipagent.control.Reply;
import io.vipagent.control.Request;
import io.vipagent.control.Request.Check;
import io.vipagent.control.Request.Drain;
import io.vipagent.control.Request.Notify;
import io.vipagent.control.Request.Resume;
import io.vipagent.control.Request.Status;
import io.vipagent.monitor.Board;
import io.vipagent.monitor.View;
import io.vipagent.status.StatusJson;
import io.vipagent.status.StatusTable;
import io.vipagent.status.Words;
import io.vipagent.verdict.Answer;
import io.vipagent.verdict.Answer.Healthy;
import io.vipagent.verdict.Answer.Unhealthy;
import io.vipagent.version.Version;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Answers what is asked on the control socket. */
final class Desk {
    private final String node;
    private final Board board;
    private final Supplier<String> scrape;
    private final Consumer<Answer> checks;

    Desk(String node, Board board, Supplier<String> scrape, Consumer<Answer> checks) {
        this.node = node;
        this.board = board;
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
            case Notify notify -> new Reply(Reason.AGENT_ERROR.exitCode(), "this agent does not follow VRRP");
        };
    }

    private Reply check() {
        Answer answer = board.view().decision().answer();
        checks.accept(answer);
        return new Reply(code(answer), Words.line(answer));
    }

    private Reply status(Request.Format format) {
        View view = board.view();
        Answer answer = view.decision().answer();
        String body = switch (format) {
            case TABLE -> StatusTable.of(node, view);
            case JSON -> StatusJson.of(node, Version.current(), view);
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
