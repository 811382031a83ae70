package io.vipagent.core.protocol;

import io.vipagent.core.health.CertificateTerm;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a probe has shown of itself, so that a refusal can say what is wrong with it.
 *
 * @param certificate the client certificate, where one is set
 * @param wanted whose certificates the server asks for where ours is none of them, so that it was not shown; else empty
 * @param token whether a bearer token was sent
 * @param now the wall clock at that time
 */
public record Credentials(Optional<CertificateTerm> certificate, String wanted, boolean token, Instant now) {
    /** What a probe has that shows neither a certificate nor a token. */
    public static final Credentials NONE = new Credentials(Optional.empty(), "", false, Instant.EPOCH);

    private static final String ANONYMOUS = "system:anonymous";

    /** In the apiserver's own words: {@code User "x" cannot get path "/readyz"}, in JSON or as it is. */
    private static final Pattern USER = Pattern.compile("User \\\\?\"([^\"\\\\]{1,100})\\\\?\" cannot");

    /** Returns why an answer of 401 or 403 was given. */
    String refusal(int status, String body) {
        if (certificate.isEmpty() && !token) {
            return "anonymous requests are refused; set cert-file and key-file, or token-file";
        }
        if (certificate.isPresent() && certificate.get().notAfter().isBefore(now)) {
            return named(certificate.get()) + " expired at " + certificate.get().notAfter();
        }
        if (!wanted.isEmpty() && !token) {
            return named(certificate.orElseThrow()) + " was not shown, as the server asks for one that is issued by "
                    + wanted;
        }
        return status == 403 ? forbidden(body) : unauthorized();
    }

    private String unauthorized() {
        if (token) {
            return "the token in token-file is refused; has it expired, or is it another cluster's?";
        }
        CertificateTerm shown = certificate.orElseThrow();
        return named(shown) + ", valid until " + shown.notAfter()
                + ", is refused; is its CA one that the server takes, as an apiserver does by --client-ca-file?";
    }

    private static String forbidden(String body) {
        Matcher user = USER.matcher(body);
        String who = user.find() ? user.group(1) : "";
        if (who.equals(ANONYMOUS)) {
            return "the apiserver does not take the credentials, and takes the probe for " + ANONYMOUS;
        }
        return (who.isEmpty() ? "the user of these credentials" : "the user " + who)
                + " may not GET the path; a ClusterRole with nonResourceURLs allows it";
    }

    private static String named(CertificateTerm certificate) {
        return "the client certificate " + certificate.subject();
    }
}
