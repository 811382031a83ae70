package io.vipagent.config;

import static io.vipagent.config.ValueType.BOOL;
import static io.vipagent.config.ValueType.FILE;
import static io.vipagent.config.ValueType.HOST;

import io.vipagent.core.target.Target;
import io.vipagent.core.target.TlsSettings;
import io.vipagent.core.target.TlsSettings.ClientFiles;
import java.nio.file.Path;
import java.util.Optional;

/** The rows of a target's {@link TlsSettings}, and how they are read. */
final class TargetTlsTable {
    static final Setting.Rows<Target> ROWS = new Setting.Rows<>(Target.class);

    static final Setting<String> SERVER_NAME = ROWS.value(
                    Setting.TARGET + "server-name",
                    HOST,
                    target -> target.tlsSettings().serverName())
            .or("kubernetes")
            .does("Sent as SNI, and the name that the certificate must carry. kubeadm's certificates "
                    + "carry `kubernetes`, but neither `localhost` nor 127.0.0.1.");

    static final Setting<Path> CA_FILE = ROWS.value(
                    Setting.TARGET + "ca-file",
                    FILE,
                    target -> target.tlsSettings().caFile())
            .or(TlsSettings.KUBEADM_CA)
            .mayBe("a PEM file")
            .does("Who may vouch for the server. Read again when it changes; where the new one cannot "
                    + "be used the last good one stays in force, which is logged and shows in "
                    + "`tls_files_broken`.");

    static final Setting<Boolean> INSECURE = ROWS.value(
                    Setting.TARGET + "insecure",
                    BOOL,
                    target -> target.tlsSettings().insecure())
            .or("false")
            .does("`true` lets any certificate pass: then anybody who can take the address passes for "
                    + "the apiserver.");

    static final Setting<Path> CERT_FILE = ROWS.optional(
                    Setting.TARGET + "cert-file",
                    FILE,
                    target -> target.tlsSettings().client().map(ClientFiles::certFile))
            .orElse("none")
            .mayBe("a PEM file")
            .does("The client certificate to show. Goes with `key-file`.");

    static final Setting<Path> KEY_FILE = ROWS.optional(
                    Setting.TARGET + "key-file",
                    FILE,
                    target -> target.tlsSettings().client().map(ClientFiles::keyFile))
            .orElse("none")
            .mayBe("a PEM file")
            .does("Its key: PKCS #8, PKCS #1 or SEC 1, not encrypted.");

    static final Setting<Path> TOKEN_FILE = ROWS.optional(
                    Setting.TARGET + "token-file",
                    FILE,
                    target -> target.tlsSettings().tokenFile())
            .orElse("none")
            .does("Its content is sent as bearer token. For clusters without anonymous access; read "
                    + "again when it changes.");

    private TargetTlsTable() {}

    /** Returns which certificates are trusted, and what is shown to a target. */
    static TlsSettings read(SettingValues values) {
        Optional<ClientFiles> client = values.client(CERT_FILE, KEY_FILE);
        return new TlsSettings(
                values.value(SERVER_NAME),
                values.value(CA_FILE),
                values.value(INSECURE),
                client,
                values.written(TOKEN_FILE));
    }
}
