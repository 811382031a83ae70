package io.vipagent.core.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.core.health.HealthSnapshot;
import io.vipagent.core.text.OneLine;
import io.vipagent.core.vip.KeepalivedState;
import io.vipagent.core.vip.PeerStatus;
import io.vipagent.core.vip.Since;
import io.vipagent.core.vip.VipPresence;
import io.vipagent.core.vip.VrrpView;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** What an agent writes of itself, its peers read: neither side can change without the other. */
class PeerStatusJsonTest {
    private static final int MAX_VIPS = 100;

    @RepeatedTest(200)
    void aPeerReadsWhatAnAgentWrites(RepetitionInfo repetition) throws Exception {
        Random random = new Random(repetition.getCurrentRepetition());
        Map<InetAddress, VipPresence> vips = new LinkedHashMap<>();
        for (int i = random.nextInt(8) == 0 ? MAX_VIPS : random.nextInt(5); i > 0; i--) {
            VipPresence vip = new VipPresence(
                    address(random), random.nextBoolean() ? Optional.of(name(random)) : Optional.empty(), true);
            vips.put(vip.vip(), vip);
        }
        HealthSnapshot view = random.nextBoolean() ? HealthSnapshots.mixed() : HealthSnapshots.drained();
        AgentStatus status = new AgentStatus(
                name(random),
                name(random),
                Instant.ofEpochSecond(random.nextLong(1L << 34), random.nextInt(1_000_000_000)),
                view,
                new VipStatus(
                        List.copyOf(vips.keySet()),
                        List.copyOf(vips.values()),
                        new VrrpView(List.of(), new Since<>(false, 0)),
                        KeepalivedState.UNKNOWN,
                        List.of(),
                        Optional.empty()));
        PeerStatus read = PeerStatusReaderTest.whole(StatusJson.of(status));
        assertThat(read.node()).isEqualTo(OneLine.line(status.node(), JsonField.MAX_NAME_LENGTH));
        assertThat(read.time()).contains(status.time());
        assertThat(read.mayHoldVip()).isEqualTo(view.decision().mayHoldVip());
        assertThat(read.vips())
                .isEqualTo(vips.values().stream()
                        .collect(Collectors.toMap(
                                VipPresence::vip, vip -> vip.networkInterface().isPresent())));
    }

    /** With VRRP instances, peers and holders, which have addresses and nodes of their own. */
    @Test
    void aPeerReadsAWholeStatus() throws Exception {
        AgentStatus status = HealthSnapshots.vips();
        PeerStatus read = PeerStatusReaderTest.whole(StatusJson.of(status));
        assertThat(read.node()).isEqualTo(status.node());
        assertThat(read.time()).contains(status.time());
        assertThat(read.mayHoldVip()).isEqualTo(status.view().decision().mayHoldVip());
        assertThat(read.vips().keySet())
                .containsExactlyInAnyOrderElementsOf(
                        status.vip().presences().stream().map(VipPresence::vip).toList());
    }

    private static InetAddress address(Random random) throws UnknownHostException {
        byte[] bytes = new byte[random.nextBoolean() ? 4 : 16];
        random.nextBytes(bytes);
        for (int i = 2; i < bytes.length; i++) {
            bytes[i] = random.nextInt(3) == 0 ? 0 : bytes[i];
        }
        return InetAddress.getByAddress(bytes);
    }

    /** With what JSON escapes, and with what a peer does not take as it is. */
    private static String name(Random random) {
        String letters = "abcXYZ019.-_\"\\/<>&'{}[]:,éß漢";
        return random.ints(1 + random.nextInt(300), 0, letters.length())
                .mapToObj(i -> letters.substring(i, i + 1))
                .collect(Collectors.joining());
    }
}
