package io.vipagent.core.protocol;

import static io.vipagent.core.protocol.AgentReply.DOWN;
import static io.vipagent.core.protocol.AgentReply.DRAIN;
import static io.vipagent.core.protocol.AgentReply.MAINT;
import static io.vipagent.core.protocol.AgentReply.UNKNOWN;
import static io.vipagent.core.protocol.AgentReply.UP;
import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.core.health.Health;
import io.vipagent.core.health.Health.Healthy;
import io.vipagent.core.health.Health.Unhealthy;
import io.vipagent.core.health.Reason;
import io.vipagent.core.protocol.AgentReply.Reports;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The exact lines that haproxy's parser gets. */
class AgentReplyTest {
    private static final Health HEALTHY = new Healthy("up");
    private static final Health FAILED = new Unhealthy(Reason.SERVER_ERROR, "local: status 500");
    private static final Health DRAINED = new Unhealthy(Reason.MAINTENANCE, "new kernel");

    @Test
    void saysUpAndTakesBackWhatWasSaidBefore() {
        assertThat(reply(HEALTHY, Reports.VERDICT, DRAIN)).isEqualTo("up ready 100%\n");
    }

    /** Glued to the word, the sign would make another word, which haproxy does not know: the server would stay up. */
    @Test
    void saysDownWithTheReasonBehindASignOfItsOwn() {
        assertThat(reply(FAILED, Reports.VERDICT, DRAIN)).isEqualTo("down # SERVER_ERROR local: status 500\n");
    }

    @Test
    void tellsADrainAsItIsToldTo() {
        for (Reports reports : Reports.values()) {
            assertThat(reply(DRAINED, reports, DRAIN)).isEqualTo("drain\n");
            assertThat(reply(DRAINED, reports, MAINT)).isEqualTo("maint\n");
        }
    }

    @Test
    void leavesTheVerdictToHaproxyWhereItReportsMaintenanceAlone() {
        assertThat(reply(FAILED, Reports.MAINTENANCE, DRAIN)).isEqualTo("up ready 100%\n");
        assertThat(reply(HEALTHY, Reports.MAINTENANCE, DRAIN)).isEqualTo("up ready 100%\n");
    }

    @ParameterizedTest
    @EnumSource
    void namesEveryReason(Reason reason) {
        String line = reply(new Unhealthy(reason, "why"), Reports.VERDICT, DRAIN);
        assertThat(line)
                .isEqualTo(
                        switch (reason) {
                            case MAINTENANCE -> "drain\n";
                            case STARTING, STALE, AGENT_ERROR -> "# " + reason + " why\n";
                            default -> "down # " + reason + " why\n";
                        });
    }

    /** Unknown is down, but for a verdict that haproxy has from this agent: that is not taken back. */
    @ParameterizedTest
    @EnumSource(names = {"STARTING", "STALE", "AGENT_ERROR"})
    void whatIsUnknownIsDownWhereNoVerdictWasTold(Reason reason) {
        Unhealthy unknown = new Unhealthy(reason, "why");
        AgentReply first = AgentReply.to(unknown, Reports.VERDICT, DRAIN, false);
        assertThat(first.line(unknown)).isEqualTo("down # " + reason + " why\n");
        assertThat(AgentReply.to(unknown, Reports.MAINTENANCE, DRAIN, false)).isEqualTo(UP);
    }

    /** Not to have looked again is no news of the apiserver: haproxy is told neither up nor down, nor a weight. */
    @ParameterizedTest
    @EnumSource(names = {"STARTING", "STALE", "AGENT_ERROR"})
    void saysNothingButACommentWhereTheAgentHasNotLooked(Reason reason) {
        Health unknown = new Unhealthy(reason, "local: up ready 100% \r\n down");
        assertThat(reply(unknown, Reports.VERDICT, DRAIN)).matches("# " + reason + " [ -~]*\n");
        assertThat(reply(unknown, Reports.MAINTENANCE, DRAIN)).isEqualTo("up ready 100%\n");
        assertThat(UNKNOWN.line(HEALTHY)).isEqualTo("#\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "up ready\n",
                "\r\nup ready 100%\r\n",
                "a\0b\u0007c\u001b[0m",
                "\u00fcnicode \u2028 \ud83d\ude00",
                "\n\n\n",
                "tab\tand # another sign"
            })
    void letsNoDetailBreakTheLine(String detail) {
        String line = reply(new Unhealthy(Reason.NETWORK, detail), Reports.VERDICT, DRAIN);
        assertThat(line).matches("down # NETWORK[ -~]*\n");
    }

    @Test
    void neutralisesLineEndsAndWhatIsNotAscii() {
        assertThat(reply(new Unhealthy(Reason.NETWORK, "no\r\nroute to K\u00f6ln"), Reports.VERDICT, DRAIN))
                .isEqualTo("down # NETWORK no route to K?ln\n");
    }

    @Test
    void keepsTheReasonShort() {
        String line = reply(new Unhealthy(Reason.NETWORK, "x".repeat(1_000)), Reports.VERDICT, DRAIN);
        assertThat(line.getBytes(StandardCharsets.UTF_8)).hasSize("down # ".length() + 200 + 1);
        assertThat(line).startsWith("down # NETWORK xxx").endsWith("x\n");
    }

    /** A released agent says up whatever the answer; only a down carries a reason. */
    @Test
    void givesNoReasonForAnythingButDown() {
        assertThat(UP.line(FAILED)).isEqualTo("up ready 100%\n");
        assertThat(DRAIN.line(FAILED)).isEqualTo("drain\n");
        assertThat(MAINT.line(FAILED)).isEqualTo("maint\n");
        assertThat(DOWN.line(HEALTHY)).isEqualTo("down\n");
    }

    @Test
    void keepsItsWords() {
        assertThat(AgentReply.values())
                .extracting(AgentReply::label)
                .containsExactly("up", "down", "unknown", "drain", "maint");
        assertThat(Reports.values()).extracting(Reports::label).containsExactly("verdict", "maintenance");
    }

    private static String reply(Health answer, Reports reports, AgentReply drained) {
        return AgentReply.to(answer, reports, drained, true).line(answer);
    }
}
