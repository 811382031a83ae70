package io.vipagent.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A word of a configuration may be as long as the file; that it is no address is known after one look at it. */
@Timeout(300)
class GrowthOfAddressesTest {
    @Test
    void aMegabyteOfColonsIsNoAddress() {
        assertThat(IpAddresses.literal(":".repeat(1 << 20) + "x")).isEmpty();
    }

    @Test
    void aMegabyteOfHexadecimalDigitsIsNoAddress() {
        assertThat(IpAddresses.literal("a".repeat(1 << 20) + "x:")).isEmpty();
    }
}
