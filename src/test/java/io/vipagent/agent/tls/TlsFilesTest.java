package io.vipagent.agent.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vipagent.core.protocol.UnusableFile;
import io.vipagent.core.target.TlsSettings;
import io.vipagent.fake.TestCa;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
