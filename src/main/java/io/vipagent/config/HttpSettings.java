package io.vipagent.config;

import static io.vipagent.config.ValueType.FILE;
import static io.vipagent.config.ValueType.NETWORK;
import static io.vipagent.config.ValueType.word;

import io.vipagent.core.protocol.AllowList;
import io.vipagent.core.protocol.HttpAccess;
import io.vipagent.core.protocol.HttpAccess.Protects;
import io.vipagent.core.target.TlsSettings;
import io.vipagent.core.target.TlsSettings.ClientFiles;
import io.vipagent.core.text.Cidr;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How HTTP is served: what is in force, the rows of the settings, and how they are read.
 *
 * @param listen where
 * @param allow whose connections are answered
 * @param tls how it is served in TLS; empty: in the clear
 */
public record HttpSettings(InetSocketAddress listen, AllowList allow, Optional<HttpTls> tls) {
    /** The port where HTTP is served if nothing else is said. */
    public static final int DEFAULT_PORT = 9706;

    static final Setting.Rows<HttpSettings> ROWS = new Setting.Rows<>(HttpSettings.class);

    private static final String ADDRESS = "127.0.0.1:" + DEFAULT_PORT;

    static final Setting<InetSocketAddress> LISTEN = ROWS.value(
                    "http.listen", ValueType.listen(ADDRESS), HttpSettings::listen)
            .or(ADDRESS)
            .needsRestart()
            .does("Where `/health`, `/decision`, `/vip`, `/q/health`, `/metrics` and `/api/v1/status` "
                    + "are served, to all addresses in `http.allow`; nothing there changes state. Unencrypted, "
                    + "unless there is `http.tls`.");

    static final Setting<Cidr> ALLOW = ROWS.list(
                    "http.allow", NETWORK, http -> http.allow().networks())
            .or("0.0.0.0/0", "::/0")
            .needsRestart()
            .does("Whose connections are answered; others are closed as they come. Where `http.listen` is an "
                    + "address of the network: the nodes, Prometheus and kubelet.");

    static final Setting<Path> CERT_FILE = ROWS.optional(
                    "http.tls.cert-file",
                    FILE,
                    http -> http.tls().map(tls -> tls.files().certFile()))
            .orElse("none")
            .mayBe("a PEM file")
            .needsRestart()
            .does("The certificate that HTTP is served with, then those that lead to its CA; TLS alone is spoken then. "
                    + "Goes with `key-file`. Read again when it changes; where the new files cannot be used the last "
                    + "good ones stay in force, which is logged and shows in `http_tls_files_broken`.");

    static final Setting<Path> KEY_FILE = ROWS.optional(
                    "http.tls.key-file",
                    FILE,
                    http -> http.tls().map(tls -> tls.files().keyFile()))
            .orElse("none")
            .mayBe("a PEM file")
            .needsRestart()
            .does("Its key: PKCS #8, PKCS #1 or SEC 1, not encrypted, and closed to other users.");

    static final Setting<Path> CLIENT_CA_FILE = ROWS.optional(
                    "http.tls.client-ca-file", FILE, http -> http.tls().flatMap(HttpTls::clientCaFile))
            .orElse("none")
            .mayBe("a PEM file")
            .needsRestart()
            .does("Whose client certificates count as credentials: every one that these CAs have issued for TLS "
                    + "clients. A certificate that does not pass is refused with the handshake.");

    static final Setting<Path> TOKEN_FILE = ROWS.optional(
                    "http.tls.token-file", FILE, http -> http.tls().flatMap(HttpTls::tokenFile))
            .orElse("none")
            .needsRestart()
            .does("A bearer token that counts as credentials, beside certificates or instead of them. Read again "
                    + "when it changes. Closed to other users.");

    static final Setting<Protects> PROTECTS = ROWS.optional(
                    "http.tls.protects",
                    word("", Protects.class),
                    http -> http.tls().map(tls -> tls.access().protects()))
            .orElse("`details`, where there is a certificate")
            .needsRestart()
            .does("What wants credentials, where there is a `client-ca-file` or a `token-file`. `details`: everything "
                    + "but `/health`, `/health/NAME`, `/decision`, `/vip` and `/q/health`, which load balancers, "
                    + "kube-vip and the kubelet ask without any. `all`: those too.");

    /**
     * How HTTP is served in TLS.
     *
     * @param files the server's certificate and its key
     * @param clientCaFile who may vouch for clients
     * @param tokenFile holds a token that clients may show instead
     * @param access which paths want the one or the other
     */
    public record HttpTls(ClientFiles files, Optional<Path> clientCaFile, Optional<Path> tokenFile, HttpAccess access) {
        /** Returns the files, in the form in which targets have theirs. */
        public TlsSettings tlsSettings() {
            return new TlsSettings(
                    "", clientCaFile.orElse(files.certFile()), clientCaFile.isEmpty(), Optional.of(files), tokenFile);
        }
    }

    /** Returns how HTTP is served. */
    static HttpSettings read(SettingValues values) {
        return new HttpSettings(values.value(LISTEN), new AllowList(values.list(ALLOW)), tls(values));
    }

    private static Optional<HttpTls> tls(SettingValues values) {
        Optional<ClientFiles> files = values.client(CERT_FILE, KEY_FILE);
        Optional<Path> clientCa = values.written(CLIENT_CA_FILE);
        Optional<Path> token = values.written(TOKEN_FILE);
        Protects protects = values.written(PROTECTS).orElse(Protects.DETAILS);
        if (!values.has(CERT_FILE) && !values.has(KEY_FILE)) {
            Stream.of(CLIENT_CA_FILE, TOKEN_FILE, PROTECTS)
                    .filter(values::has)
                    .forEach(setting -> values.say(
                            setting,
                            "goes with cert-file and key-file beside it, which are missing; without TLS"
                                    + (setting == TOKEN_FILE
                                            ? " whoever listens on the way would have the token"
                                            : " no client shows a certificate, and no token is safe")));
        } else if (protects == Protects.ALL && clientCa.isEmpty() && token.isEmpty()) {
            values.say(PROTECTS, "given all, which wants credentials; expected client-ca-file or token-file beside it");
        }
        return files.map(given ->
                new HttpTls(given, clientCa, token, new HttpAccess(protects, clientCa.isPresent(), token.isPresent())));
    }
}
