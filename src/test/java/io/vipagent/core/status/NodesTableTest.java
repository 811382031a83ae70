package io.vipagent.core.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.core.status.NodeRow.Holding;
import io.vipagent.core.vip.NodeDetails;
import io.vipagent.core.vip.NodeDetails.TargetWord;
import io.vipagent.core.vip.NodeDetails.VrrpWord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodesTableTest {
    private static final Instant NOW = Instant.parse("2026-01-02T12:00:00Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "up | <td class=\"good\"><span aria-hidden=\"true\">\u2713 </span>up</td>",
                "down | <td class=\"bad\"><span aria-hidden=\"true\">\u2717 </span>down</td>",
                "stale | <td class=\"bad\"><span aria-hidden=\"true\">\u2717 </span>stale</td>",
                "slow | <td class=\"warn\"><span aria-hidden=\"true\">! </span>slow</td>",
            })
    void aStateHasASignBesideItsColour(String state, String cell) {
        assertThat(table(row(state, Duration.ofDays(364)))).contains(cell);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PT-1H | <td class=\"bad\"><span aria-hidden=\"true\">\u2717 </span>expired</td>",
                "PT25H | <td class=\"warn\"><span aria-hidden=\"true\">! </span>1 day</td>",
                "PT8760H | <td class=\"\">365 days</td>",
            })
    void aCertificateSaysHowLongItLasts(String left, String cell) {
        assertThat(table(row("up", Duration.parse(left)))).contains(cell);
    }

    @Test
    void aNodeThatDoesNotAnswerSaysWhyAcrossItsRow() {
        NodeRow silent = new NodeRow(
                "cp2",
                Optional.of("http://192.0.2.12:9706"),
                false,
                "nobody listens there",
                Holding.UNKNOWN,
                NodeDetails.UNKNOWN,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        assertThat(table(silent))
                .contains("<a href=\"http://192.0.2.12:9706/\" id=\"node0\">cp2</a>")
                .contains("unknown</td><td colspan=\"9\" class=\"warn\">nobody listens there</td>");
    }

    @Test
    void saysHowManyMoreThereAreWhereThereIsNoRoom() {
        Html html = new Html(1000);
        NodeRow row = row("up", Duration.ofDays(364));
        new NodesTable(view(row, row, row)).write(html, 300);
        assertThat(html.toString()).contains("<td colspan=\"12\">3 more: vip-agent status --cluster</td>");
    }

    private static String table(NodeRow... rows) {
        Html html = new Html(1000);
        new NodesTable(view(rows)).write(html, 10_000);
        return html.toString();
    }

    private static ClusterView view(NodeRow... rows) {
        return new ClusterView(NOW, "cp1", "1.2.3", List.of(rows), List.of(), List.of());
    }

    private static NodeRow row(String apiserver, Duration certificate) {
        return new NodeRow(
                "cp1",
                Optional.empty(),
                true,
                "",
                Holding.YES,
                new NodeDetails(
                        "1.2.3",
                        "granted",
                        "because",
                        List.of(new VrrpWord("VI_1", "MASTER", OptionalInt.of(150))),
                        "alive",
                        List.of(new TargetWord("local", "local", apiserver, "")),
                        Optional.of(NOW.plus(certificate))),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
