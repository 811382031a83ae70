package io.vipagent.agent.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vipagent.core.protocol.UnusableFile;
import io.vipagent.core.target.TlsSettings;
import io.vipagent.fake.TestCa;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A CA file with a bad entry, half written, too large. */
class TlsFilesTest {
    private static final TestCa CA = TestCa.ec("kubernetes");
    private static final TestCa OTHER = TestCa.ec("other");
    private static final String CORRUPT = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";

    private final List<String> warnings = new ArrayList<>();
    private final TlsFiles files = new TlsFiles(warnings::add);

    @TempDir
    private Path pki;

    private Path ca = Path.of("");

    @BeforeEach
    void nameTheFile() {
        ca = pki.resolve("ca.crt");
    }

    @Test
    void skipsABadEntryAndSaysSoOnce() throws Exception {
        Files.writeString(ca, CORRUPT + CA.certificatePem());
        for (int i = 0; i < 3; i++) {
            assertThat(authorities()).containsExactly(CA.certificate());
        }
        assertThat(warnings)
                .singleElement()
                .asString()
                .startsWith(ca + ": certificate 1 (line 1) cannot be read: ")
                .endsWith("; it is skipped");
        assertThat(files.problem(settings())).isEmpty();
    }

    @Test
    void takesWhatIsGoodOfAHalfWrittenFileAtFirst() throws Exception {
        Files.writeString(ca, CA.certificatePem() + "-----BEGIN CERTIFICATE-----\nAAAA");
        assertThat(authorities()).containsExactly(CA.certificate());
        assertThat(warnings).singleElement().asString().endsWith(" has BEGIN without END; it is skipped");
    }

    /** Nothing else changes with it. */
    @Test
    void seesAKeyThatIsOpenedToEveryUserAndOneThatIsClosedAgain() throws Exception {
        TlsFiles closed = TlsFiles.closedToOthers(warnings::add);
        Files.writeString(ca, CA.certificatePem());
        CA.good().writeTo(pki, "http");
        Path key = pki.resolve("http.key");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        TlsSettings settings = new TlsSettings(
                "kubernetes",
                ca,
                false,
                Optional.of(new TlsSettings.ClientFiles(pki.resolve("http.crt"), key)),
                Optional.empty());
        TlsMaterial first = closed.of(settings);
        assertThat(closed.problem(settings)).isEmpty();
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(closed.of(settings)).isSameAs(first);
        assertThat(closed.of(settings)).isSameAs(first);
        assertThat(closed.problem(settings))
                .hasValueSatisfying(problem -> assertThat(problem).contains("http.key: is open to every user"));
        assertThat(warnings).singleElement().asString().startsWith("keeping the last good TLS files: ");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        assertThat(closed.of(settings)).isNotSameAs(first);
        assertThat(closed.problem(settings)).isEmpty();
    }

    /** Half of a file that is being written is not taken for a whole one with fewer CAs. */
    @Test
    void keepsTheLastGoodOnesWhileTheFileIsBeingWritten() throws Exception {
        Files.writeString(ca, CA.certificatePem() + OTHER.certificatePem());
        assertThat(authorities()).hasSize(2);
        Files.writeString(ca, CA.certificatePem() + "-----BEGIN CERTIFICATE-----\nAAAA");
        assertThat(authorities()).hasSize(2);
        assertThat(files.problem(settings()))
                .hasValueSatisfying(
                        problem -> assertThat(problem).contains("certificate 2").contains("BEGIN without END"));
        Files.writeString(ca, OTHER.certificatePem());
        assertThat(authorities()).containsExactly(OTHER.certificate());
        assertThat(files.problem(settings())).isEmpty();
    }

    @Test
    void readsNoFileThatIsTooLarge() throws IOException {
        Files.writeString(ca, CA.certificatePem() + "#".repeat(1024 * 1024));
        assertThatThrownBy(this::authorities)
                .isInstanceOf(UnusableFile.class)
                .hasMessage(ca + ": is larger than 1024 KiB, the limit for a PEM file");
    }

    private List<X509Certificate> authorities() throws UnusableFile {
        return files.of(settings()).authorities().orElseThrow().certificates();
    }

    private TlsSettings settings() {
        return new TlsSettings("kubernetes", ca, false, Optional.empty(), Optional.empty());
    }
}
