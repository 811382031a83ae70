package io.vipagent.core.history;

import static io.vipagent.core.history.Histories.at;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StoryTest {
    private static final String VIP = "192.0.2.100";

    private static final List<HistoryEvent> TAKEOVER = List.of(
            at(0, "cp1", EventKind.PROBE, "local", "RESPONSE_TIMEOUT", "local: no answer to the request in time"),
            at(1000, "cp1", EventKind.VERDICT, "local", "down", "target local is down (RESPONSE_TIMEOUT)"),
            at(1001, "cp1", EventKind.DECISION, "", "denied", "RESPONSE_TIMEOUT local: no answer"),
            at(1002, "cp1", EventKind.TRACK_FILE, "", "absent", "the track file was removed"),
            at(1020, "cp1", EventKind.VRRP, "VI_1", "FAULT", "VRRP VI_1 is FAULT"),
            at(1030, "cp1", EventKind.ADDRESS, VIP, Story.GONE, "VIP left eth0"),
            at(1091, "cp2", EventKind.ADDRESS, VIP, Story.HERE, "VIP is on eth0"),
            at(1095, "cp2", EventKind.VRRP, "VI_1", "MASTER", "VRRP VI_1 is MASTER"));

    @Test
    void aTakeoverIsToldInOneSentence() {
        Story story = story(TAKEOVER);
        assertThat(story.sentence())
                .isEqualTo("03:00:01.0 cp1: target local is down (RESPONSE_TIMEOUT); cp1 released 192.0.2.100 at"
                        + " 03:00:01.0; cp2 took 192.0.2.100 over 61 ms later.");
        assertThat(story.events()).isEqualTo(TAKEOVER);
    }

    /** The longest that ended with the takeover, as the node saw it that asked then; others are not this move's. */
    @Test
    void whatClientsMissedIsInTheSentence() {
        List<HistoryEvent> events = new ArrayList<>(TAKEOVER);
        events.add(at(900, "cp3", EventKind.GAP, "vip", "9000", "clients had no answer through the VIP for 9s"));
        events.add(at(1300, "cp2", EventKind.GAP, "vip", "700", "clients had no answer through the VIP for 700ms"));
        events.add(at(1400, "cp3", EventKind.GAP, "vip", "1200", "clients had no answer through the VIP for 1.2s"));
        events.add(at(1500, "cp3", EventKind.GAP, "vip", "forever", "no number"));
        events.add(at(12_000, "cp3", EventKind.GAP, "vip", "8000", "clients had no answer through the VIP for 8s"));
        assertThat(story(events).sentence())
                .endsWith(
                        "cp2 took 192.0.2.100 over 61 ms later; clients had no answer through the VIP for 1.2s, as cp3"
                                + " saw it.");
    }

    @Test
    void theOrderInWhichEventsComeDoesNotMatter() {
        List<HistoryEvent> shuffled = new ArrayList<>(TAKEOVER);
        Collections.shuffle(shuffled, new Random(3));
        assertThat(story(shuffled)).isEqualTo(story(TAKEOVER));
    }

    @Test
    void aDrainIsTheCauseBeforeAnyVerdict() {
        assertThat(story(List.of(
                                at(0, "cp1", EventKind.VERDICT, "cp3", "down", "target cp3 is down"),
                                at(500, "cp1", EventKind.DRAIN, "", "", "drained: kernel update"),
                                at(501, "cp1", EventKind.DECISION, "", "denied", "MAINTENANCE kernel update"),
                                at(530, "cp1", EventKind.ADDRESS, VIP, Story.GONE, "VIP left eth0"),
                                at(590, "cp2", EventKind.ADDRESS, VIP, Story.HERE, "VIP is on eth0")))
                        .sentence())
                .startsWith("03:00:00.5 cp1: drained: kernel update; cp1 released");
    }

    /** The node that lets go is well: the cause is on the one of a higher priority, which comes back. */
    @Test
    void theWayBackIsToldByWhatLetTheOtherNodeReturn() {
        List<HistoryEvent> events = new ArrayList<>(List.of(
                at(0, "cp2", EventKind.VRRP, "VI_1", "MASTER", "VRRP VI_1 is MASTER"),
                at(2000, "cp1", EventKind.DECISION, "", "granted", "decision granted"),
                at(2700, "cp2", EventKind.ADDRESS, VIP, Story.GONE, "VIP left eth0"),
                at(2704, "cp1", EventKind.ADDRESS, VIP, Story.HERE, "VIP is on eth0")));
        assertThat(story(events).sentence())
                .isEqualTo("03:00:02.0 cp1: decision granted; cp2 released 192.0.2.100 at 03:00:02.7; cp1 took"
                        + " 192.0.2.100 over 4 ms later.");
        events.add(at(2010, "cp1", EventKind.RESUME, "", "", "the drain ended"));
        events.add(at(2020, "cp1", EventKind.DECISION, "", "granted", "decision granted"));
        assertThat(story(events).sentence()).startsWith("03:00:02.0 cp1: the drain ended; cp2 released");
    }

    @Test
    void aNodeThatIsDeniedIsNotTheCause() {
        assertThat(story(List.of(
                                at(0, "cp2", EventKind.VRRP, "VI_1", "MASTER", "VRRP VI_1 is MASTER"),
                                at(2000, "cp1", EventKind.DECISION, "", "denied", "decision denied"),
                                at(2700, "cp2", EventKind.ADDRESS, VIP, Story.GONE, "VIP left eth0"),
                                at(2704, "cp1", EventKind.ADDRESS, VIP, Story.HERE, "VIP is on eth0")))
                        .sentence())
                .startsWith("03:00:00.0 cp2: VRRP VI_1 is MASTER; cp2 released");
    }

    @Test
    void aVerdictOfLongAgoIsNoCause() {
        assertThat(story(List.of(
                                at(0, "cp1", EventKind.VERDICT, "local", "down", "target local is down"),
                                at(120_000, "cp1", EventKind.ADDRESS, VIP, Story.GONE, "VIP left eth0"),
                                at(120_061, "cp2", EventKind.ADDRESS, VIP, Story.HERE, "VIP is on eth0")))
                        .sentence())
                .startsWith("cp1 released 192.0.2.100 at 03:02:00.0;");
    }

    @Test
    void aHistoryOfOneNodeSaysThatItKnowsHalfOfIt() {
        assertThat(story(List.of(at(0, "cp2", EventKind.ADDRESS, VIP, Story.HERE, "VIP is on eth0")))
                        .sentence())
                .isEqualTo("cp2 took 192.0.2.100 over at 03:00:00.0; what the other nodes did is not in this history:"
                        + " ask with --cluster.");
    }

    @Test
    void theMoveThatIsNearestToTheTimeIsTold() {
        List<HistoryEvent> two = new ArrayList<>(TAKEOVER);
        two.add(at(900_000, "cp2", EventKind.ADDRESS, VIP, Story.GONE, "VIP left eth0"));
        two.add(at(900_100, "cp1", EventKind.ADDRESS, VIP, Story.HERE, "VIP is on eth0"));
        assertThat(story(two).sentence()).contains("cp1 took 192.0.2.100 over 100 ms later");
        assertThat(Story.of(two, Optional.of(Histories.THREE.plusSeconds(30)), ZoneOffset.UTC)
                        .sentence())
                .contains("cp2 took 192.0.2.100 over 61 ms later");
    }

    @Test
    void whereNothingMovedTheLastDecisionIsTold() {
        assertThat(story(List.of(at(7, "cp1", EventKind.DECISION, "", "held", "holds on")))
                        .sentence())
                .isEqualTo("No virtual IP moved in this history; the last change: 03:00:00.0 cp1: holds on.");
        assertThat(story(List.of()).sentence()).isEqualTo("Nothing moved, and no decision changed, in this history.");
    }

    private static Story story(List<HistoryEvent> events) {
        return Story.of(events, Optional.empty(), ZoneOffset.UTC);
    }
}
