package io.vipagent.core.health;

import java.time.Instant;
import java.util.List;

/**
 * What the server's certificate says of itself, recorded before it is verified, so that the expiry of an expired
 * certificate is known too.
 *
 * @param names the DNS names and IP addresses that it carries
 */
public record ServerCertificate(
        String subject, String issuer, List<String> names, Instant notBefore, Instant notAfter) {}
