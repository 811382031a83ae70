package io.vipagent.core.protocol;

import io.vipagent.core.text.Labelled;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which requests to the HTTP port are answered, by path and by what the client has shown. A path that is not known to
 * be open wants credentials, however it is written.
 *
 * @param protects which paths want credentials
 * @param certificates whether a client certificate that has passed is one
 * @param token whether a bearer token is one
 */
public record HttpAccess(Protects protects, boolean certificates, boolean token) {
    /** Nobody is asked for anything. */
    public static final HttpAccess OPEN = new HttpAccess(Protects.DETAILS, false, false);

    /**
     * A status code and a reason, no details; in the letters that such a path has, so that nothing is left to decode.
     */
    private static final Pattern VERDICTS = Pattern.compile("/(health(/[a-z0-9-]+)?|decision|vip|q/health(/[a-z]+)?)");

    private static final Pattern BEARER = Pattern.compile("(?i:bearer) +(?<token>[A-Za-z0-9._~+/-]+=*)");

    /** Which paths want credentials. */
    public enum Protects implements Labelled {
        /** All but those that tell a verdict and its reason. */
        DETAILS,
        /** Every path, without exception. */
        ALL
    }

    /** Returns whether clients can show credentials at all. */
    public boolean asksForCredentials() {
        return certificates || token;
    }

    /** Returns whether no connection without a client certificate is of any use. */
    public boolean demandsCertificates() {
        return certificates && !token && protects == Protects.ALL;
    }

    /**
     * Returns whether a request is answered.
     *
     * @param path as the client wrote it, without its query
     * @param certified whether the client has shown a certificate that passes at this moment
     * @param authorization the Authorization header, where there is one
     * @param expected the token that counts, where there is one
     */
    public boolean allows(String path, boolean certified, Optional<String> authorization, Optional<String> expected) {
        return !asksForCredentials()
                || (protects == Protects.DETAILS && VERDICTS.matcher(path).matches())
                || (certificates && certified)
                || (token && expected.isPresent() && bears(authorization, expected.get()));
    }

    /** Takes as long for a token that is nearly right as for any other of its length. */
    private static boolean bears(Optional<String> authorization, String expected) {
        return authorization
                .map(BEARER::matcher)
                .filter(Matcher::matches)
                .map(matcher -> MessageDigest.isEqual(bytes(expected), bytes(matcher.group("token"))))
                .orElse(false);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
