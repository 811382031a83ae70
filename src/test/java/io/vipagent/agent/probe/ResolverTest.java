package io.vipagent.agent.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vipagent.platform.time.Deadline;
import io.vipagent.platform.time.SystemTicker;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.Security;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A name service that hangs costs a thread for each name that hangs, and no more however often it is asked. */
class ResolverTest {
    private static final InetAddress ADDRESS = InetAddress.ofLiteral("192.0.2.1");

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final CountDownLatch answer = new CountDownLatch(1);

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.1", "::1", "fd00::1"})
    void takesLiteralsAsTheyAre(String literal) throws Exception {
        Resolver resolver = new Resolver(this::hang);
        assertThat(resolver.resolve(literal, in(Duration.ZERO))).containsExactly(InetAddress.ofLiteral(literal));
        assertThat(asked).isEmpty();
    }

    @Test
    void givesAllAddressesInTheirOrder() throws Exception {
        InetAddress[] all = {InetAddress.ofLiteral("::1"), ADDRESS, InetAddress.ofLiteral("192.0.2.0")};
        assertThat(new Resolver(host -> all).resolve("cp1", in(Duration.ofMinutes(1))))
                .containsExactly(all);
    }

    @Test
    void asksAHangingServiceOncePerName() {
        Resolver resolver = new Resolver(this::hang);
        for (int i = 0; i < 5; i++) {
            assertTimesOut(resolver, "cp1");
            assertTimesOut(resolver, "cp2");
        }
        // Each look-up has a thread of its own, and which of two begins first is the machine's affair.
        await().untilAsserted(() -> assertThat(asked).containsExactlyInAnyOrder("cp1", "cp2"));
        answer.countDown();
    }

    @Test
    void asksAgainOnceTheServiceHasAnswered() throws Exception {
        Resolver resolver = new Resolver(this::hang);
        assertTimesOut(resolver, "cp1");
        answer.countDown();
        assertThat(resolver.resolve("cp1", in(Duration.ofMinutes(1)))).containsExactly(ADDRESS);
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            resolver.resolve("cp1", in(Duration.ofMinutes(1)));
            assertThat(asked.size()).isGreaterThan(1);
        });
    }

    @Test
    void saysThatANameHasNoAddress() {
        Resolver resolver = new Resolver(host -> {
            throw new UnknownHostException("the service's own words");
        });
        assertThatThrownBy(() -> resolver.resolve("cp9", in(Duration.ofMinutes(1))))
                .isInstanceOf(UnknownHostException.class)
                .hasMessage("cp9");
    }

    @Test
    void outlivesADefectOfTheService() {
        Resolver resolver = new Resolver(host -> {
            throw new IllegalStateException("a defect");
        });
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> resolver.resolve("cp1", in(Duration.ofMinutes(1))))
                    .isInstanceOf(UnknownHostException.class);
        }
    }

    /** One NXDOMAIN says nothing about the server. */
    @Test
    void fallsBackToTheLastGoodAddressesUntilTheyDoNotServe() throws Exception {
        AtomicBoolean broken = new AtomicBoolean();
        Resolver resolver = new Resolver(host -> {
            if (broken.get()) {
                throw new UnknownHostException(host);
            }
            return new InetAddress[] {ADDRESS};
        });
        assertThat(resolver.resolve("cp1", in(Duration.ofMinutes(1)))).containsExactly(ADDRESS);
        broken.set(true);
        awaitAnswer(resolver);
        assertThat(resolver.resolve("cp1", in(Duration.ofMinutes(1)))).containsExactly(ADDRESS);
        resolver.forget("cp1");
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThatThrownBy(() -> resolver.resolve("cp1", in(Duration.ofMinutes(1))))
                        .isInstanceOf(UnknownHostException.class));
    }

    @Test
    void believesNoAnswerOfTheSystemLongerThanOneProbe() {
        assertThat(new Resolver()).isNotNull();
        assertThat(Security.getProperty("networkaddress.cache.ttl")).isEqualTo("0");
        assertThat(Security.getProperty("networkaddress.cache.negative.ttl")).isEqualTo("0");
    }

    @Test
    void takesAZoneOfThisNodeAlone() throws Exception {
        InetAddress[] addresses = new Resolver(this::hang).resolve("fe80::1%lo", in(Duration.ZERO));
        assertThat(addresses)
                .singleElement()
                .isInstanceOfSatisfying(
                        Inet6Address.class,
                        address -> assertThat(address.getScopeId()).isPositive());
        assertThatThrownBy(() -> new Resolver(this::hang).resolve("fe80::1%nowhere9", in(Duration.ofMinutes(1))))
                .isInstanceOf(UnknownHostException.class)
                .hasMessage("fe80::1%nowhere9");
        assertThat(asked).isEmpty();
    }

    private static void awaitAnswer(Resolver resolver) throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThat(resolver.resolve("cp1", in(Duration.ofMinutes(1)))).containsExactly(ADDRESS);
        }
    }

    private InetAddress[] hang(String host) {
        asked.add(host);
        try {
            answer.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new InetAddress[] {ADDRESS};
    }

    private static void assertTimesOut(Resolver resolver, String host) {
        assertThatThrownBy(() -> resolver.resolve(host, in(Duration.ofMillis(20))))
                .isInstanceOf(SocketTimeoutException.class);
    }

    private static Deadline in(Duration length) {
        return Deadline.in(new SystemTicker(), length);
    }
}
