package io.vipagent.agent.probe;

import java.util.Optional;
import javax.net.ssl.SSLParameters;

/** What a client's hello offers. */
enum ClientHello {
    /**
     * TLS 1.3 and x25519, which every Go server takes but one built for FIPS. The JDK makes a key for the first group
     * of each kind that it offers (sun.security.ssl.KeyShareExtension), and that for P-256 costs a fifth of a probe.
     */
    LEAN(Optional.of("TLSv1.3"), Optional.of("x25519")),
    /** All that the JDK has enabled. */
    FULL(Optional.empty(), Optional.empty());

    private final Optional<String> protocol;
    private final Optional<String> group;

    ClientHello(Optional<String> protocol, Optional<String> group) {
        this.protocol = protocol;
        this.group = group;
    }

    void put(SSLParameters parameters) {
        protocol.ifPresent(only -> parameters.setProtocols(new String[] {only}));
        group.ifPresent(only -> parameters.setNamedGroups(new String[] {only}));
    }
}
