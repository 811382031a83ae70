package io.vipagent.core.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.core.status.ClusterView.Problem;
import io.vipagent.core.status.NodeRow.Holding;
import io.vipagent.core.vip.NodeDetails;
import io.vipagent.core.vip.NodeDetails.TargetWord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The cluster as one agent sees it. */
class ClusterViewTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    @Test
    void aNodeWithoutPeersIsAlone() {
        ClusterView view = ClusterView.of(HealthSnapshots.plain(HealthSnapshots.mixed()), List.of());
        assertThat(view.nodes()).hasSize(1);
        NodeRow row = view.nodes().getFirst();
        assertThat(row.own()).isTrue();
        assertThat(row.holder()).isEqualTo(Holding.UNKNOWN);
        assertThat(List.of(row.vrrpState(), row.priority(), row.apiserver(), row.haproxy(), row.decision()))
                .containsExactly("-", "-", "up", "stale", "granted");
        assertThat(row.clockText()).isEqualTo("0");
        assertThat(view.vips()).isEmpty();
        assertThat(view.problems()).containsExactly(new Problem(false, "cp1: STALE haproxy: no outcome in time"));
    }

    @Test
    void theWorstComesFirst() {
        ClusterView view = ClusterView.of(
                HealthSnapshots.vips(), List.of(HolderTimelineTest.holders(0, "192.0.2.100", "several", "cp1,cp2")));
        assertThat(view.nodes()).extracting(NodeRow::name).containsExactly("cp1", "cp2", "http://192.0.2.13:9706");
        NodeRow own = view.nodes().getFirst();
        assertThat(List.of(
                        own.vrrpState(),
                        own.priority(),
                        own.decision(),
                        own.holder().label()))
                .containsExactly("MASTER", "150", "denied", "yes");
        assertThat(own.lastTakeover()).hasValue(Instant.parse("2026-01-02T03:00:00Z"));
        NodeRow peer = view.nodes().get(1);
        assertThat(List.of(
                        peer.decision(),
                        peer.clockText(),
                        peer.apiserver(),
                        peer.holder().label()))
                .containsExactly("granted", "+1.5s", "-", "yes");
        assertThat(peer.url()).hasValue("http://192.0.2.12:9706");
        assertThat(view.nodes().get(2).answers()).isFalse();
        assertThat(view.vips())
                .containsExactly("192.0.2.100 is held by 2 nodes at once: cp1, cp2; unknown: http://192.0.2.13:9706");
        assertThat(view.problems())
                .containsExactly(
                        new Problem(
                                true,
                                "192.0.2.100 is held by 2 nodes at once: cp1, cp2; unknown: http://192.0.2.13:9706"),
                        new Problem(true, "cp1 holds the VIP and may not: MAINTENANCE new \"kernel\""),
                        new Problem(true, "cp1: 192.0.2.100 is on eth0, though denied"),
                        new Problem(
                                false, "peer http://192.0.2.13:9706 is unknown (CONNECT_REFUSED nobody listens there)"),
                        new Problem(false, "the clock of cp2 is ahead"));
    }

    @Test
    void doesNotSayTwiceWhyANodeMayNot() {
        assertThat(denied("REFUSED local: down", "REFUSED local: down").troubles())
                .isEmpty();
        assertThat(denied("REFUSED local: down", "SLOW frontend: slow").troubles())
                .containsExactly("cp1: REFUSED local: down");
        assertThat(denied("", "x").troubles()).containsExactly("cp1: down");
    }

    private static NodeRow denied(String targetWhy, String why) {
        NodeDetails details = new NodeDetails(
                "",
                "denied",
                why,
                List.of(),
                "",
                List.of(new TargetWord("l", "local", "down", targetWhy)),
                Optional.empty());
        return new NodeRow(
                "cp1",
                Optional.empty(),
                true,
                "",
                Holding.NO,
                details,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    @Test
    void countsTheDaysOfACertificate() {
        assertThat(row(Duration.ofDays(2)).certificateDays(NOW)).hasValue(2L);
        assertThat(row(Duration.ofDays(2).minusSeconds(1)).certificateDays(NOW)).hasValue(1L);
        assertThat(row(Duration.ofSeconds(-1)).certificateDays(NOW)).hasValue(-1L);
    }

    @Test
    void writesClocksShort() {
        assertThat(clock(Duration.ofNanos(-340_000))).isEqualTo("-0.3ms");
        assertThat(clock(Duration.ofMillis(2500))).isEqualTo("+2.5s");
        assertThat(clock(Duration.ofDays(-20_000))).isEqualTo("-480000h");
        assertThat(clock(Duration.ofSeconds(Long.MAX_VALUE))).startsWith("+");
    }

    private static String clock(Duration ahead) {
        return new NodeRow(
                        "cp2",
                        Optional.of("http://cp2"),
                        true,
                        "",
                        Holding.NO,
                        NodeDetails.UNKNOWN,
                        Optional.of(ahead),
                        Optional.empty(),
                        Optional.empty())
                .clockText();
    }

    private static NodeRow row(Duration left) {
        NodeDetails details = new NodeDetails(
                "",
                "granted",
                "",
                List.of(),
                "",
                List.of(new TargetWord("local", "local", "up", "")),
                Optional.of(NOW.plus(left)));
        return new NodeRow(
                "cp1",
                Optional.empty(),
                true,
                "",
                Holding.NO,
                details,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
