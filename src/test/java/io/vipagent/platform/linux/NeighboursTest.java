package io.vipagent.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.lab.Scenes;
import io.vipagent.platform.linux.Neighbours.Neighbour;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The kernel's neighbours, and raw sockets. */
@Timeout(60)
class NeighboursTest {
    @Test
    void areThoseThatAnsweredAndRawSocketsHearTheirProtocol() {
        assertThat(Scenes.play(NeighboursScene.class)).isEqualTo("""
                192.0.2.7 02:00:00:00:00:0a fresh
                192.0.2.8 02:00:00:00:00:0b old
                2001:db8:0:0:0:0:0:7 02:00:00:00:00:0c fresh
                silence: Optional.empty
                3
                127.0.0.1 23
                silence: Optional.empty
                8
                0:0:0:0:0:0:0:1 8
                no raw socket on lo: Invalid argument
                false
                """);
    }

    /** The kernel calls an entry reachable for half a minute after the last answer. */
    @ParameterizedTest
    @CsvSource({"2, 200, true", "2, 201, false", "2, -1, false", "4, 0, false", "128, 999999, true"})
    void areFreshWhereTheyAnsweredWithinTwoSeconds(int state, int confirmed, boolean fresh) {
        byte[] message = ByteBuffer.allocate(64)
                .order(ByteOrder.nativeOrder())
                .putInt(64)
                .putShort((short) 28)
                .putShort(24, (short) state)
                .position(28)
                .putShort((short) 8)
                .putShort((short) 1)
                .put(new byte[] {(byte) 192, 0, 2, 7})
                .putShort((short) 10)
                .putShort((short) 2)
                .put(new byte[] {2, 0, 0, 0, 0, 7})
                .position(48)
                .putShort((short) 16)
                .putShort((short) 3)
                .putInt(confirmed)
                .array();
        List<Neighbour> all = new ArrayList<>();
        assertThat(Neighbours.take(message, all)).isFalse();
        assertThat(all).containsExactly(new Neighbour(InetAddress.ofLiteral("192.0.2.7"), "02:00:00:00:00:07", fresh));
    }

    @Test
    void takesAnyBytes() {
        Random random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(120)];
            random.nextBytes(bytes);
            // A length that fits, and the type of a neighbour.
            if (bytes.length > 44) {
                bytes[0] = (byte) (28 + random.nextInt(bytes.length - 28));
                Arrays.fill(bytes, 1, 4, (byte) 0);
                bytes[4] = 28;
                bytes[5] = 0;
            }
            List<Neighbour> all = new ArrayList<>();
            Neighbours.take(bytes, all);
            assertThat(all).hasSizeLessThan(5);
        }
    }
}
