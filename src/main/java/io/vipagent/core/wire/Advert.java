package io.vipagent.core.wire;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What the holder of a virtual router says of itself at every interval.
 *
 * @param version 2 or 3
 * @param routerId 1 to 255
 * @param priority 0 where it releases the VIP, 255 where it owns the addresses
 * @param interval in whole seconds with version 2, in hundredths of a second with version 3
 * @param authentication of version 2: 0 none, 1 a password; 0 with version 3, which knows none
 * @param password what version 2 carries as such, without the zeros behind it; not to be shown
 * @param addresses of one family
 */
public record Advert(
        int version,
        int routerId,
        int priority,
        Duration interval,
        int authentication,
        Optional<String> password,
        List<InetAddress> addresses) {
    /** The authentication by a password in the clear. */
    public static final int PASSWORD = 1;

    public Advert {
        addresses = List.copyOf(addresses);
    }

    /** Returns everything but the password. */
    @Override
    public String toString() {
        return "version " + version + ", router id " + routerId + ", priority " + priority + ", interval "
                + interval.toMillis() + " ms, authentication " + authentication + ", "
                + String.join(
                        " ", addresses.stream().map(InetAddress::getHostAddress).toList());
    }
}
