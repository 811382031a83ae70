package io.vipagent.config;

import static io.vipagent.config.ValueType.BOOL;
import static io.vipagent.config.ValueType.FILE;
import static io.vipagent.config.ValueType.HOST;
import static io.vipagent.config.ValueType.PEER_URL;

import io.vipagent.core.target.TlsSettings;
import io.vipagent.core.target.TlsSettings.ClientFiles;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The agents of the other nodes: what is in force, the rows of the settings, and how they are read.
 *
 * @param urls http or https, without a path; none twice
 * @param tlsSettings which certificates are trusted where they speak https; a server name of "": the URL's host
 */
public record PeerSettings(List<URI> urls, TlsSettings tlsSettings) {
    static final Setting.Rows<PeerSettings> ROWS = new Setting.Rows<>(PeerSettings.class);

    static final Setting<URI> URLS = ROWS.list("peers", PEER_URL, PeerSettings::urls)
            .orElse("none")
            .needsRestart()
            .does("The agents of the other nodes (`http.listen`), asked every second for their status, every fifth "
                    + "while nothing changes: who holds the VIP, how many, who cannot be reached, whose clock "
                    + "differs. They decide nothing.");

    static final Setting<String> SERVER_NAME = ROWS.optional(
                    "peer-tls.server-name",
                    HOST,
                    peers -> Optional.of(peers.tlsSettings().serverName()).filter(name -> !name.isEmpty()))
            .orElse("the URL's host")
            .needsRestart()
            .does("As for a target; for peers behind a TLS proxy.");

    static final Setting<Path> CA_FILE = ROWS.value(
                    "peer-tls.ca-file", FILE, peers -> peers.tlsSettings().caFile())
            .or(TlsSettings.KUBEADM_CA)
            .mayBe("a PEM file")
            .needsRestart()
            .does("Who may vouch for them.");

    static final Setting<Boolean> INSECURE = ROWS.value(
                    "peer-tls.insecure", BOOL, peers -> peers.tlsSettings().insecure())
            .or("false")
            .needsRestart()
            .does("`true` lets any certificate pass.");

    static final Setting<Path> CERT_FILE = ROWS.optional(
                    "peer-tls.cert-file",
                    FILE,
                    peers -> peers.tlsSettings().client().map(ClientFiles::certFile))
            .orElse("none")
            .mayBe("a PEM file")
            .needsRestart()
            .does("The client certificate to show. Goes with `key-file`.");

    static final Setting<Path> KEY_FILE = ROWS.optional(
                    "peer-tls.key-file",
                    FILE,
                    peers -> peers.tlsSettings().client().map(ClientFiles::keyFile))
            .orElse("none")
            .mayBe("a PEM file")
            .needsRestart()
            .does("Its key.");

    static final Setting<Path> TOKEN_FILE = ROWS.optional(
                    "peer-tls.token-file", FILE, peers -> peers.tlsSettings().tokenFile())
            .orElse("none")
            .needsRestart()
            .does("Its content is sent as bearer token (their `http.tls.token-file`), over TLS alone.");

    /** Returns which certificates are trusted behind {@code url}. */
    public TlsSettings tlsSettings(URI url) {
        return tlsSettings.serverName().isEmpty()
                ? new TlsSettings(
                        url.getHost(),
                        tlsSettings.caFile(),
                        tlsSettings.insecure(),
                        tlsSettings.client(),
                        tlsSettings.tokenFile())
                : tlsSettings;
    }

    /** Returns who the peers are, and how they are asked. */
    static PeerSettings read(SettingValues values) {
        List<URI> urls = values.list(URLS);
        values.once(URLS, urls, URI::toString);
        Optional<ClientFiles> client = values.client(CERT_FILE, KEY_FILE);
        Optional<Path> token = values.written(TOKEN_FILE);
        if (token.isPresent()) {
            urls.stream()
                    .filter(url -> url.getScheme().equalsIgnoreCase("http"))
                    .forEach(url -> values.say(
                            URLS, url + " speaks no TLS, and peer-tls.token-file is for TLS alone; expected https"));
        }
        return new PeerSettings(
                urls,
                new TlsSettings(
                        values.written(SERVER_NAME).orElse(""),
                        values.value(CA_FILE),
                        values.value(INSECURE),
                        client,
                        token));
    }
}
