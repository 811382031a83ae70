package io.vipagent.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.core.health.CertificateTerm;
import io.vipagent.core.health.CertificateTerm.Role;
import io.vipagent.core.health.Reason;
import io.vipagent.core.target.ExpectedResponse;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A refusal says what is wrong with the credentials that were shown. */
class CredentialsTest {
    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
    private static final String FORBIDDEN = """
            {"kind":"Status","message":"forbidden: User \\"%s\\" cannot get path \\"/readyz\\"","code":403}""";

    @Test
    void saysWhatToSetWhereNothingIs() {
        assertRefused(
                401, "", Credentials.NONE, "anonymous requests are refused; set cert-file and key-file, or token-file");
    }

    @Test
    void saysThatTheCertificateHasExpired() {
        assertRefused(
                401,
                "",
                certificate("2026-05-31T00:00:00Z", ""),
                "the client certificate CN=vip-agent expired at 2026-05-31T00:00:00Z");
    }

    @Test
    void saysThatTheCertificateIsRefused() {
        assertRefused(
                401,
                "",
                certificate("2027-05-31T00:00:00Z", ""),
                "the client certificate CN=vip-agent, valid until 2027-05-31T00:00:00Z, is refused;"
                        + " is its CA one that the server takes, as an apiserver does by --client-ca-file?");
    }

    @Test
    void saysThatTheServerAsksForOthers() {
        assertRefused(
                403,
                FORBIDDEN.formatted("system:anonymous"),
                certificate("2027-05-31T00:00:00Z", "CN=front-proxy-ca"),
                "the client certificate CN=vip-agent was not shown, as the server asks for one that is issued by"
                        + " CN=front-proxy-ca");
    }

    @Test
    void saysThatTheTokenIsRefused() {
        assertRefused(
                401, "", token(), "the token in token-file is refused; has it expired, or is it another cluster's?");
    }

    @Test
    void saysWhoMayNot() {
        assertRefused(
                403,
                FORBIDDEN.formatted("system:serviceaccount:kube-system:vip-agent"),
                token(),
                "the user system:serviceaccount:kube-system:vip-agent may not GET the path;"
                        + " a ClusterRole with nonResourceURLs allows it");
        assertRefused(
                403,
                "no",
                token(),
                "the user of these credentials may not GET the path; a ClusterRole with nonResourceURLs allows it");
        assertRefused(
                403,
                FORBIDDEN.formatted("system:anonymous"),
                token(),
                "the apiserver does not take the credentials, and takes the probe for system:anonymous");
    }

    private static Credentials certificate(String until, String wanted) {
        return new Credentials(
                Optional.of(new CertificateTerm(Role.CLIENT, "CN=vip-agent", Instant.EPOCH, Instant.parse(until))),
                wanted,
                false,
                NOW);
    }

    private static Credentials token() {
        return new Credentials(Optional.empty(), "", true, NOW);
    }

    private static void assertRefused(int status, String body, Credentials credentials, String detail) {
        ExpectedResponse expected = new ExpectedResponse(new TreeSet<>(List.of(200)), Optional.empty());
        assertThat(Classifier.judge(status, body, expected, credentials)).hasValueSatisfying(failed -> {
            assertThat(failed.reason()).isEqualTo(Reason.UNAUTHORIZED);
            assertThat(failed.detail()).isEqualTo("status " + status + ": " + detail);
        });
    }
}
