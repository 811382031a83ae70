package io.vipagent.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vipagent.core.protocol.NotifyLine.VrrpKind;
import io.vipagent.core.protocol.Request.CheckDecision;
import io.vipagent.core.protocol.Request.Drain;
import io.vipagent.core.protocol.Request.DrainFor;
import io.vipagent.core.protocol.Request.Format;
import io.vipagent.core.protocol.Request.Notify;
import io.vipagent.core.protocol.Request.Rehearsed;
import io.vipagent.core.protocol.Request.Resume;
import io.vipagent.core.protocol.Request.Status;
import io.vipagent.core.protocol.Request.Unknown;
import io.vipagent.core.vip.VrrpState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One line asks one thing. */
class RequestTest {
    @ParameterizedTest
    @MethodSource
    void reads(Map.Entry<String, Request> row) throws Unknown {
        assertThat(Request.parse(row.getKey())).isEqualTo(row.getValue());
    }

    static List<Map.Entry<String, Request>> reads() {
        return List.of(
                Map.entry("check", new CheckDecision()),
                Map.entry("status", new Status(Format.TABLE)),
                Map.entry("status ", new Status(Format.TABLE)),
                Map.entry("status table", new Status(Format.TABLE)),
                Map.entry("status json", new Status(Format.JSON)),
                Map.entry("status   json  ", new Status(Format.JSON)),
                Map.entry("status prometheus", new Status(Format.PROMETHEUS)),
                Map.entry("drain new kernel", new Drain("new kernel")),
                Map.entry("drain   new kernel ", new Drain("new kernel")),
                Map.entry("drain", new Drain("drained by an operator")),
                Map.entry("drain  ", new Drain("drained by an operator")),
                Map.entry("drain b\u0007ell \u00fc", new Drain("b ell ?")),
                Map.entry("drain-for 5m new kernel", new DrainFor(Duration.ofMinutes(5), "new kernel")),
                Map.entry("drain-for 1500ms", new DrainFor(Duration.ofMillis(1500), "drained by an operator")),
                Map.entry("rehearsed cp2 took over", new Rehearsed("cp2 took over")),
                Map.entry("resume", new Resume()),
                Map.entry(
                        "notify INSTANCE \"VI_1\" MASTER 100",
                        new Notify(VrrpKind.INSTANCE, "VI_1", VrrpState.MASTER, 100)),
                Map.entry("notify INSTANCE VI_1 FAULT 99", new Notify(VrrpKind.INSTANCE, "VI_1", VrrpState.FAULT, 99)),
                Map.entry(
                        "notify GROUP \"a \"b\"\" STOP 0 ", new Notify(VrrpKind.GROUP, "a \"b\"", VrrpState.STOP, 0)));
    }

    @ParameterizedTest
    @MethodSource
    void saysWhatItExpected(Map.Entry<String, String> row) {
        assertThatThrownBy(() -> Request.parse(row.getKey()))
                .isInstanceOf(Unknown.class)
                .hasMessage(row.getValue());
    }

    static List<Map.Entry<String, String>> saysWhatItExpected() {
        return List.of(
                Map.entry("", "unknown request \"\"; expected check, status, drain, resume or notify"),
                Map.entry(" check", "unknown request \"\"; expected check, status, drain, resume or notify"),
                Map.entry("CHECK", "unknown request \"CHECK\"; expected check, status, drain, resume or notify"),
                Map.entry("checks", "unknown request \"checks\"; expected check, status, drain, resume or notify"),
                Map.entry("check\tx", "unknown request \"check x\"; expected check, status, drain, resume or notify"),
                Map.entry("GET / HTTP/1.1", "unknown request \"GET\"; expected check, status, drain, resume or notify"),
                Map.entry(
                        "\u001b[2J" + "x".repeat(60),
                        "unknown request \"[2J" + "x".repeat(37)
                                + "\"; expected check, status, drain, resume or notify"),
                Map.entry(
                        "notify VS [192.0.2.1]:tcp:80 UP",
                        "no VRRP state in \"VS [192.0.2.1]:tcp:80 UP\"; expected " + NotifyLine.EXPECTED),
                Map.entry(
                        "notify INSTANCE VI_1 MASTER",
                        "not a notification: \"INSTANCE VI_1 MASTER\"; expected " + NotifyLine.EXPECTED),
                Map.entry("drain-for", "drain-for: \"\" is not a time from 1s to 24 hours, such as 5m"),
                Map.entry("drain-for 0s x", "drain-for: \"0s\" is not a time from 1s to 24 hours, such as 5m"),
                Map.entry("drain-for 1441m x", "drain-for: \"1441m\" is not a time from 1s to 24 hours, such as 5m"),
                Map.entry("drain-for soon", "drain-for: \"soon\" is not a time from 1s to 24 hours, such as 5m"),
                Map.entry("notify", "not a notification: \"\"; expected " + NotifyLine.EXPECTED),
                Map.entry(
                        "status xml",
                        "unknown format \"xml\"; expected table, wide, json, prometheus, cluster, cluster-wide or cluster-json"),
                Map.entry(
                        "status json table",
                        "unknown format \"json table\"; expected table, wide, json, prometheus, cluster, cluster-wide or cluster-json"),
                Map.entry(
                        "status " + "y".repeat(60),
                        "unknown format \"" + "y".repeat(40)
                                + "\"; expected table, wide, json, prometheus, cluster, cluster-wide or cluster-json"));
    }

    @ParameterizedTest
    @MethodSource
    void isReadAsItWasWritten(Request request) throws Unknown {
        assertThat(Request.parse(request.line())).isEqualTo(request);
    }

    static List<Request> isReadAsItWasWritten() {
        return List.of(
                new CheckDecision(),
                new Status(Format.TABLE),
                new Status(Format.JSON),
                new Status(Format.PROMETHEUS),
                new Drain("new kernel"),
                new Drain(""),
                new Drain("two\nlines\r\nresume"),
                new Drain("status json"),
                new Resume(),
                new Notify(VrrpKind.INSTANCE, "VI_1", VrrpState.MASTER, 100),
                new Notify(VrrpKind.INSTANCE, "\"VI 1\" MASTER 100", VrrpState.DELETED, 0),
                new Notify(VrrpKind.GROUP, "two\nlines", VrrpState.BACKUP, 255));
    }

    /** A drain whose reason is too long must still drain: the other end reads no more than the limit. */
    @Test
    void alwaysFitsTheLimit() {
        for (String text : List.of("x", "\u00fc", "\ud83d\ude00", "\n")) {
            String line = new Drain(text.repeat(5_000)).line();
            assertThat(line.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(Request.LIMIT);
            String notify = new Notify(VrrpKind.INSTANCE, "VI" + text.repeat(5_000), VrrpState.MASTER, 100).line();
            assertThat(notify.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(Request.LIMIT);
        }
    }

    @Test
    void isOneLineWhateverTheReason() {
        assertThat(new Drain("two\nlines").line()).isEqualTo("drain two lines");
    }
}
