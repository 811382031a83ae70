package io.vipagent.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vipagent.core.text.Cidr;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may ask. */
class AllowListTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.0/8,      127.255.255.255, true",
        "127.0.0.0/8,      128.0.0.0,       false",
        "10.1.2.3/32,      10.1.2.3,        true",
        "10.1.2.3/32,      10.1.2.2,        false",
        "10.1.2.3/31,      10.1.2.2,        true",
        "10.1.2.3/31,      10.1.2.4,        false",
        "10.1.2.3,         10.1.2.3,        true",
        "10.1.2.3,         10.1.2.7,        false",
        "0.0.0.0/0,        203.0.113.9,     true",
        "0.0.0.0/0,        ::1,             false",
        "0.0.0.0/1,        127.0.0.1,       true",
        "0.0.0.0/1,        128.0.0.1,       false",
        "192.0.2.128/25,   192.0.2.255,     true",
        "192.0.2.128/25,   192.0.2.127,     false",
        "172.16.0.0/12,    172.31.0.1,      true",
        "172.16.0.0/12,    172.32.0.1,      false",
        "::1/128,          ::1,             true",
        "::1/128,          ::2,             false",
        "::1/128,          127.0.0.1,       false",
        "::1,              ::1,             true",
        "::/0,             2001:db8::1,     true",
        "::/0,             192.0.2.1,       false",
        "fd00::/8,         fdff::1,         true",
        "fd00::/8,         fe00::1,         false",
        "2001:db8::/33,    2001:db8:7fff::, true",
        "2001:db8::/33,    2001:db8:8000::, false",
        // As Java reads them, mapped addresses are IPv4 ones.
        "127.0.0.1,        ::ffff:127.0.0.1, true"
    })
    void containsWhatAgreesInTheLeadingBits(String network, String address, boolean contained) {
        InetAddress asking = InetAddress.ofLiteral(address);
        assertThat(Cidr.parse(network).contains(asking)).isEqualTo(contained);
        assertThat(new AllowList(List.of(Cidr.parse(network))).allows(asking)).isEqualTo(contained);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/8",
                "localhost",
                "localhost/8",
                "10.0.0.0/",
                "10.0.0.0/x",
                "10.0.0.0/-1",
                "10.0.0.0/33",
                "10.0.0.0/8/8",
                "10.0.0.256",
                "10.0.0.0/99999999999",
                "::/129",
                "::1/-1",
                "::g",
                "10.0.0.0 /8",
                "10.0.0.0-10.0.0.9"
            })
    void readsNothingElse(String text) {
        assertThatThrownBy(() -> Cidr.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void allowsWhatAnyOfItsNetworksContains() {
        AllowList list = new AllowList(List.of(Cidr.parse("10.0.0.0/8"), Cidr.parse("::1/128")));
        assertThat(list.allows(InetAddress.ofLiteral("10.9.9.9"))).isTrue();
        assertThat(list.allows(InetAddress.ofLiteral("::1"))).isTrue();
        assertThat(list.allows(InetAddress.ofLiteral("127.0.0.1"))).isFalse();
        assertThat(new AllowList(List.of()).allows(InetAddress.ofLiteral("127.0.0.1")))
                .isFalse();
    }

    /** {@code vip-agent config} prints it, and what it prints can be read again. */
    @ParameterizedTest
    @CsvSource({"10.0.0.0/8, 10.0.0.0/8", "10.1.2.3, 10.1.2.3/32", "::1, ::1/128", "fd00::/8, fd00::/8"})
    void isWrittenInCidrForm(String text, String written) {
        assertThat(Cidr.parse(text)).hasToString(written);
        assertThat(Cidr.parse(written)).isEqualTo(Cidr.parse(text));
    }
}
