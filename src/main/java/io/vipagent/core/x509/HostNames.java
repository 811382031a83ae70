package io.vipagent.core.x509;

import io.vipagent.core.text.IpAddresses;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Whether a name that a certificate carries is for a host, as Go's {@code Certificate.VerifyHostname} judges: an
 * address is matched with addresses alone, a star stands for one whole first label, the common name counts for nothing.
 */
public final class HostNames {
    /** A label of a host's name; Go allows the underscore, which is common where names are not public. */
    private static final Pattern LABEL = Pattern.compile("[a-zA-Z0-9_][a-zA-Z0-9_-]*");

    private HostNames() {}

    /**
     * Returns the address that {@code host} is, in brackets or without, and without its zone; empty where it is a name.
     * Java would also take 10.1 for an address, which no other client does.
     */
    public static Optional<InetAddress> address(String host) {
        return IpAddresses.literal(IpAddresses.withoutBrackets(host));
    }

    /** Returns whether one of {@code names}, DNS names and addresses as text, is for {@code host}. */
    public static boolean anyIsFor(List<String> names, String host) {
        Optional<InetAddress> address = address(host);
        return names.stream()
                .anyMatch(name -> address.isPresent()
                        ? address(name).equals(address)
                        : address(name).isEmpty() && isFor(name, host));
    }

    /** Returns whether a DNS name is for {@code host}, which is no address. */
    static boolean isFor(String name, String host) {
        String pattern = lower(name);
        String candidate = lower(host);
        if (!isHostName(withoutDot(candidate), false) || !isHostName(pattern, true)) {
            return isMore(pattern) && pattern.equals(candidate);
        }
        String plain = withoutDot(candidate);
        if (!pattern.startsWith("*")) {
            return pattern.equals(plain);
        }
        int dot = plain.indexOf('.');
        return (dot < 0 ? "" : plain.substring(dot)).equals(pattern.substring(1));
    }

    private static boolean isMore(String name) {
        return !name.isEmpty() && !name.equals(".");
    }

    private static boolean isHostName(String name, boolean pattern) {
        String[] labels = name.split("\\.", -1);
        for (int i = 0; i < labels.length; i++) {
            boolean star = pattern && i == 0 && labels[i].equals("*");
            if (!star && !LABEL.matcher(labels[i]).matches()) {
                return false;
            }
        }
        return true;
    }

    private static String withoutDot(String name) {
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
