package io.vipagent.core.target;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The certificates that a probe trusts, and those that it shows.
 *
 * @param serverName sent as SNI and demanded of the certificate; an IP address is demanded but not sent (RFC 6066 §3)
 * @param caFile PEM certificates that may vouch for the server
 * @param insecure true: any certificate passes; its expiry is still recorded
 * @param client the client certificate, where one is shown
 * @param tokenFile a file whose content is sent as bearer token, read again when it changes
 */
public record TlsSettings(
        String serverName, Path caFile, boolean insecure, Optional<ClientFiles> client, Optional<Path> tokenFile) {
    /** Where kubeadm keeps the CA of its cluster. */
    public static final String KUBEADM_CA = "/etc/kubernetes/pki/ca.crt";

    /** The PEM files of a client certificate and its key. */
    public record ClientFiles(Path certFile, Path keyFile) {}
}
