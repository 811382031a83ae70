package io.vipagent.core.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.vipagent.core.status.ClusterView.Problem;
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

/** The cluster as a table and as JSON, to the letter. */
class ClusterTableTest {
    private static final Instant NOW = Instant.parse("2026-01-02T12:00:00Z");

    @Test
    void hasALineForEachNode() {
        assertThat(ClusterTable.of(cluster(), false)).isEqualTo("""
                VIP      192.0.2.100 is held by cp1
                fault    cp1 is on fire
                look at  peer http://192.0.2.13:9706 is unknown (CONNECT_REFUSED nobody listens there)

                NODE                    VIP  VRRP        APISERVER  HAPROXY   DECISION  CERT     CLOCK
                cp1*                    yes  MASTER 150  up         starting  granted   363d     0
                cp2                     no   BACKUP 149  down       -         denied    expired  -3.2s
                http://192.0.2.13:9706  ?    -           -          -         ?         -        -
                """);
    }

    @Test
    void saysThatAllIsWell() {
        ClusterView well = new ClusterView(NOW, "cp1", "1", cluster().nodes().subList(0, 1), List.of(), List.of());
        assertThat(ClusterTable.of(well, false)).startsWith("all is well, as cp1 sees it\n\nNODE  VIP");
    }

    @Test
    void showsEverythingWhereItIsWide() {
        assertThat(ClusterTable.of(cluster(), true).lines().skip(4))
                .containsExactly(
                        "NODE                    VIP  VRRP        APISERVER  HAPROXY   DECISION  CERT     CLOCK  KEEPALIVED"
                                + "  VERSION  LAST TAKEOVER         URL                     WHY",
                        "cp1*                    yes  MASTER 150  up         starting  granted   363d     0      alive     "
                                + "  1.2.3    2026-01-02T11:00:00Z  -                       may hold the VIP",
                        "cp2                     no   BACKUP 149  down       -         denied    expired  -3.2s  alive     "
                                + "  1.2.3    -                     http://192.0.2.12:9706  CONNECT_REFUSED local",
                        "http://192.0.2.13:9706  ?    -           -          -         ?         -        -      -         "
                                + "  -        -                     http://192.0.2.13:9706  peer is unknown");
    }

    @Test
    void isJson() throws Exception {
        String json = ClusterJson.of(cluster());
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            while (parser.nextToken() != null) {
                assertThat(parser.currentToken()).isNotNull();
            }
        }
        assertThat(json.replaceAll("\\s+", " "))
                .contains("\"name\" : \"cp1\", \"own\" : true, \"answers\" : true, \"holdsVip\" : true, \"vrrp\" : [ {"
                        + " \"instance\" : \"VI_1\", \"state\" : \"MASTER\", \"priority\" : 150 } ], \"keepalived\" :"
                        + " \"alive\", \"apiserver\" : \"up\", \"haproxy\" : \"starting\", \"decision\" : \"granted\"")
                .contains("\"clockAheadSeconds\" : -3.2", "\"lastTakeover\" : \"2026-01-02T11:00:00Z\"")
                .contains("\"problems\" : [ { \"severe\" : true, \"text\" : \"cp1 is on fire\" }")
                .contains("\"answers\" : false, \"detail\" : \"peer is unknown\", \"vrrp\" : [ ] }");
        assertThat(json).endsWith("}\n");
    }

    static ClusterView cluster() {
        NodeRow own = new NodeRow(
                "cp1",
                Optional.empty(),
                true,
                "",
                Holding.YES,
                details(
                        "granted",
                        "may hold the VIP",
                        "MASTER",
                        150,
                        "up",
                        Duration.ofDays(363).plusHours(1)),
                Optional.empty(),
                Optional.empty(),
                Optional.of(NOW.minus(Duration.ofHours(1))));
        NodeRow peer = new NodeRow(
                "cp2",
                Optional.of("http://192.0.2.12:9706"),
                true,
                "",
                Holding.NO,
                details("denied", "CONNECT_REFUSED local", "BACKUP", 149, "down", Duration.ofSeconds(-5)),
                Optional.of(Duration.ofMillis(-3200)),
                Optional.of(Duration.ofMillis(1)),
                Optional.empty());
        NodeRow gone = new NodeRow(
                "http://192.0.2.13:9706",
                Optional.of("http://192.0.2.13:9706"),
                false,
                "peer is unknown",
                Holding.UNKNOWN,
                NodeDetails.UNKNOWN,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        return new ClusterView(
                NOW,
                "cp1",
                "1.2.3",
                List.of(own, peer, gone),
                List.of("192.0.2.100 is held by cp1"),
                List.of(
                        new Problem(true, "cp1 is on fire"),
                        new Problem(
                                false,
                                "peer http://192.0.2.13:9706 is unknown (CONNECT_REFUSED nobody listens there)")));
    }

    private static NodeDetails details(
            String decision, String why, String state, int priority, String apiserver, Duration certificate) {
        List<TargetWord> targets = decision.equals("granted")
                ? List.of(
                        new TargetWord("local", "local", apiserver, ""),
                        new TargetWord("h", "frontend", "starting", ""))
                : List.of(new TargetWord("local", "local", apiserver, ""));
        return new NodeDetails(
                "1.2.3",
                decision,
                why,
                List.of(new VrrpWord("VI_1", state, OptionalInt.of(priority))),
                "alive",
                targets,
                Optional.of(NOW.plus(certificate)));
    }
}
