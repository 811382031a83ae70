package io.vipagent.config;

import io.vipagent.core.health.TlsSettings;
import io.vipagent.core.health.TlsSettings.ClientFiles;
import java.nio.file.Path;
import java.util.Optional;

/** From what was written below one section to whom is believed there, and who we say that we are. */
final class TrustReader {
    private static final Path KUBEADM_CA = Path.of("/etc/kubernetes/pki/ca.crt");

    private final String section;
    private final String defaultName;
    private final RawConfig written;
    private final ConfigErrors problems;

    /** {@code section} is what the keys begin with, its dot included. */
    TrustReader(String section, String defaultName, RawConfig written, ConfigErrors problems) {
        this.section = section;
        this.defaultName = defaultName;
        this.written = written;
        this.problems = problems;
    }

    TlsSettings read() {
        boolean cert = written.value(section + "cert-file").isPresent();
        boolean key = written.value(section + "key-file").isPresent();
        if (cert != key) {
            problems.say(
                    Keys.ROOT + "." + section + (cert ? "key-file" : "cert-file"),
                    "missing; cert-file and key-file go together");
        }
        Optional<ClientFiles> client =
                cert && key ? Optional.of(new ClientFiles(path("cert-file"), path("key-file"))) : Optional.empty();
        return new TlsSettings(
                problems.read(section + "server-name", "a DNS name or an address", defaultName, ValueParsers::host),
                path("ca-file"),
                problems.read(section + "insecure", "true or false", false, ValueParsers::bool),
                client,
                written.value(section + "token-file").map(given -> path("token-file")));
    }

    private Path path(String key) {
        return problems.read(section + key, "an absolute path", KUBEADM_CA, ValueParsers::path);
    }
}
