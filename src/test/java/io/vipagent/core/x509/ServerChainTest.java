package io.vipagent.core.x509;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.core.x509.CertificateCases.Case;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What a probe says of a server's certificates, beside what Go and OpenSSL say of the same ones. */
class ServerChainTest {
    static final List<Case> CASES = CertificateCases.all();

    private static final Map<String, Row> TABLE = table();

    /**
     * One line of {@code cases.tsv}: verdicts of three judges. Every other judge than ours was run, unless its column
     * says which version it is about.
     */
    record Row(String ours, String message, String go, String openssl) {
        boolean passesInGo() {
            return go.equals("pass");
        }
    }

    @Test
    void everyCaseIsInTheTable() {
        assertThat(CASES.stream().map(Case::id)).doesNotHaveDuplicates().hasSizeGreaterThan(40);
        assertThat(TABLE.keySet())
                .containsExactlyElementsOf(CASES.stream().map(Case::id).sorted().toList());
    }

    @ParameterizedTest
    @FieldSource("CASES")
    void judgesAsGoDoes(Case one) {
        Row row = Objects.requireNonNull(TABLE.get(one.id()));
        Optional<CertificateException> failure = judge(one);
        assertThat(failure.map(ServerChainTest::kind).orElse("pass"))
                .as(String.valueOf(failure))
                .isEqualTo(row.ours());
        assertThat(failure.map(Throwable::getMessage).orElse("-")).isEqualTo(row.message());
        // Of several causes the last one is shown, so there must be no other.
        assertThat(failure.map(Throwable::getCause)).isEmpty();
        assertThat(row.ours().equals("pass")).as("as in Go: " + row.go()).isEqualTo(row.passesInGo());
    }

    private static Optional<CertificateException> judge(Case one) {
        try {
            ServerChain.verify(one.shown(), one.anchors(), one.serverName(), CertificateMaker.NOW);
            return Optional.empty();
        } catch (CertificateException e) {
            return Optional.of(e);
        }
    }

    private static String kind(CertificateException failure) {
        return switch (failure) {
            case CertificateExpiredException e -> "expired";
            case CertificateNotYetValidException e -> "not yet valid";
            default -> "untrusted";
        };
    }

    private static Map<String, Row> table() {
        try (InputStream in = ServerChainTest.class.getResourceAsStream("cases.tsv")) {
            Map<String, Row> rows = new LinkedHashMap<>();
            new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t", -1))
                    .forEach(cells -> rows.put(cells[0], new Row(cells[1], cells[2], cells[3], cells[4])));
            return rows;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Prints our two columns. */
    public static void main(String[] arguments) {
        CASES.stream().sorted(java.util.Comparator.comparing(Case::id)).forEach(one -> {
            Optional<CertificateException> failure = judge(one);
            System.out.println(
                    one.id() + "\t" + failure.map(ServerChainTest::kind).orElse("pass") + "\t"
                            + failure.map(Throwable::getMessage).orElse("-"));
        });
    }
}
