package io.vipagent.agent.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.agent.http.Connections.Admission;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ConnectionsTest {
    private static final Admission<String> ADMITTED = new Admission<>(true, Optional.empty());
    private static final Admission<String> REFUSED = new Admission<>(false, Optional.empty());

    private final Connections<String> connections = new Connections<>(4, 2);

    @Test
    void oneClientHasItsLimit() {
        assertThat(admit("a", "192.0.2.1")).isEqualTo(ADMITTED);
        assertThat(admit("b", "192.0.2.1")).isEqualTo(ADMITTED);
        connections.awaitsAnswer("a");
        connections.awaitsAnswer("b");
        assertThat(admit("c", "192.0.2.1")).isEqualTo(REFUSED);
        assertThat(admit("d", "192.0.2.2")).isEqualTo(ADMITTED);
        connections.leave("a");
        assertThat(admit("c", "192.0.2.1")).isEqualTo(ADMITTED);
    }

    /** Whoever is on a node, haproxy and a stranger alike, has its address. */
    @Test
    void atItsLimitAClientGivesUpAConnectionThatIsIdle() {
        admit("a", "192.0.2.1");
        admit("d", "192.0.2.2");
        admit("b", "192.0.2.1");
        connections.used("d");
        connections.used("b");
        connections.used("a");
        assertThat(admit("c", "192.0.2.1")).isEqualTo(new Admission<>(true, Optional.of("b")));
        connections.leave("b");
        connections.awaitsAnswer("a");
        connections.awaitsAnswer("c");
        assertThat(admit("e", "192.0.2.1")).as("both ask").isEqualTo(REFUSED);
        connections.used("a");
        connections.leave("a");
        assertThat(admit("e", "192.0.2.1")).isEqualTo(ADMITTED);
        connections.awaitsAnswer("e");
        assertThat(admit("f", "192.0.2.1")).as("what has left is not idle").isEqualTo(REFUSED);
    }

    /** Else whoever begins requests and never ends them would shut out the kubelet on the same node. */
    @Test
    void atItsLimitAClientGivesUpTheOldestRequestThatIsNotComplete() {
        admit("a", "192.0.2.1");
        admit("b", "192.0.2.1");
        assertThat(admit("c", "192.0.2.1")).isEqualTo(new Admission<>(true, Optional.of("a")));
        connections.leave("a");
        connections.awaitsAnswer("b");
        assertThat(admit("d", "192.0.2.1"))
                .as("b is being answered")
                .isEqualTo(new Admission<>(true, Optional.of("c")));
        connections.leave("c");
        connections.used("b");
        assertThat(admit("e", "192.0.2.1")).as("b is idle").isEqualTo(new Admission<>(true, Optional.of("b")));
    }

    /** It was idle for long, and asks just now. */
    @Test
    void whoBeginsARequestIsTheNewestOfThoseThatDid() {
        admit("a", "192.0.2.1");
        connections.used("a");
        admit("b", "192.0.2.1");
        connections.asks("a");
        assertThat(admit("c", "192.0.2.1")).isEqualTo(new Admission<>(true, Optional.of("b")));
    }

    /** The network is one client for the limit; none of its hosts shuts out another. */
    @Test
    void aHostOfANetworkDoesNotShutOutAnother() {
        admit("a", "2001:db8::1");
        admit("b", "2001:db8::1");
        assertThat(admit("c", "2001:db8::2")).isEqualTo(new Admission<>(true, Optional.of("a")));
    }

    @Test
    void anIpv6ClientIsItsNetwork() {
        assertThat(admit("a", "2001:db8::1")).isEqualTo(ADMITTED);
        assertThat(admit("b", "2001:db8::2:0:0:2")).isEqualTo(ADMITTED);
        connections.awaitsAnswer("a");
        connections.awaitsAnswer("b");
        assertThat(admit("c", "2001:db8::3")).isEqualTo(REFUSED);
        assertThat(admit("d", "2001:db8:0:1::1")).isEqualTo(ADMITTED);
    }

    @Test
    void whoWasIdleForLongestMakesRoom() {
        fill();
        connections.used("a");
        assertThat(admit("e", "192.0.2.9")).isEqualTo(new Admission<>(true, Optional.of("b")));
        connections.leave("b");
        assertThat(admit("f", "192.0.2.10")).isEqualTo(new Admission<>(true, Optional.of("c")));
        connections.leave("c");
        assertThat(connections.size()).isEqualTo(4);
    }

    /** Each of them is a file descriptor until a thread that may be busy closes it. */
    @Test
    void nobodyIsAdmittedWhileTooManyAreGoing() {
        fill();
        assertThat(admit("e", "192.0.2.9")).isEqualTo(new Admission<>(true, Optional.of("a")));
        assertThat(admit("f", "192.0.2.10")).isEqualTo(REFUSED);
        assertThat(connections.size()).isEqualTo(5);
        connections.leave("a");
        assertThat(admit("f", "192.0.2.10")).isEqualTo(new Admission<>(true, Optional.of("b")));
        connections.leave("c");
        assertThat(admit("g", "192.0.2.11")).isEqualTo(ADMITTED);
    }

    /** A burst of one client comes faster than what has to go for it is closed; the others' places stay theirs. */
    @Test
    void whatGoesForOneClientIsAsMuchAsItMayHave() {
        Connections<String> many = new Connections<>(8, 2);
        InetAddress client = InetAddress.ofLiteral("192.0.2.1");
        for (String each : List.of("a", "b", "c", "d")) {
            assertThat(many.admit(each, client).admitted()).as(each).isTrue();
        }
        assertThat(many.admit("e", client)).isEqualTo(REFUSED);
        assertThat(many.admit("other", InetAddress.ofLiteral("192.0.2.2"))).isEqualTo(ADMITTED);
        many.leave("a");
        assertThat(many.admit("e", client)).isEqualTo(new Admission<>(true, Optional.of("c")));
    }

    @Test
    void whoHasLeftIsNotOfUseAgain() {
        fill();
        connections.leave("a");
        connections.used("a");
        connections.leave("a");
        assertThat(connections.size()).isEqualTo(3);
        assertThat(admit("e", "192.0.2.9")).isEqualTo(ADMITTED);
    }

    /** Whatever happens, the limits hold, and all is free again in the end. */
    @Test
    void theLimitsHoldWhateverHappens() {
        Random random = new Random(7);
        List<String> there = new ArrayList<>();
        List<String> going = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            switch (random.nextInt(4)) {
                case 0 -> {
                    String fresh = "c" + i;
                    Admission<String> admission = admit(fresh, "192.0.2." + random.nextInt(6));
                    admission.evicted().ifPresent(idle -> {
                        there.remove(idle);
                        going.add(idle);
                    });
                    if (admission.admitted()) {
                        there.add(fresh);
                    }
                }
                case 1 -> there.stream().findAny().ifPresent(connections::used);
                case 2 -> there.stream().skip(1).findFirst().ifPresent(connections::awaitsAnswer);
                default -> {
                    going.forEach(connections::leave);
                    going.clear();
                    if (!there.isEmpty()) {
                        connections.leave(there.remove(random.nextInt(there.size())));
                    }
                }
            }
            assertThat(there.size()).isLessThanOrEqualTo(4);
            assertThat(there.size() + going.size()).isLessThanOrEqualTo(5);
            assertThat(connections.size()).isEqualTo(there.size() + going.size());
        }
        going.forEach(connections::leave);
        there.forEach(connections::leave);
        assertThat(connections.size()).isZero();
        assertThat(admit("last", "192.0.2.1")).isEqualTo(ADMITTED);
    }

    private void fill() {
        for (String name : List.of("a", "b", "c", "d")) {
            assertThat(admit(name, "192.0.2." + (int) name.charAt(0))).isEqualTo(ADMITTED);
        }
    }

    private Admission<String> admit(String connection, String address) {
        return connections.admit(connection, InetAddress.ofLiteral(address));
    }
}
