package io.vipagent.agent.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vipagent.agent.tls.TlsMaterial;
import io.vipagent.config.HttpSettings.HttpTls;
import io.vipagent.config.Settings;
import io.vipagent.core.protocol.HttpAccess;
import io.vipagent.core.x509.ServerChain;
import io.vipagent.core.x509.TrustPath;
import io.vipagent.platform.time.Ticker;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * Lets a request through to the resources where its path is open or its client has shown credentials; before everything
 * else, and judged by the files that are in force at that moment, also on a connection that is older than they are.
 */
@Singleton
public final class RequestGate {
    private static final String CERTIFIED = "vip-agent.certified";
    private static final String BEARER = "Bearer ";

    private final HttpAccess access;
    private final ServerTls tls;
    private final Refused refused;
    private final Ticker ticker;

    public RequestGate(Settings settings, ServerTls tls, Refused refused, Ticker ticker) {
        this.access = settings.http().tls().map(HttpTls::access).orElse(HttpAccess.OPEN);
        this.tls = tls;
        this.refused = refused;
        this.ticker = ticker;
    }

    /**
     * The certificate of a connection has passed.
     *
     * @param material the files by which it has
     * @param until when the first on its way expires
     */
    private record Certified(TlsMaterial material, Instant until) {}

    void register(@Observes Router router) {
        if (access.asksForCredentials()) {
            router.route().order(Integer.MIN_VALUE).handler(this::judge);
        }
    }

    private void judge(RoutingContext context) {
        HttpServerRequest request = context.request();
        Optional<TlsMaterial> material = tls.inForce();
        boolean allowed = access.allows(
                asked(request),
                access.certificates() && material.isPresent() && isCertified(request, material.get()),
                Optional.ofNullable(request.getHeader(HttpHeaderNames.AUTHORIZATION)),
                material.flatMap(TlsMaterial::authorization)
                        .filter(value -> value.startsWith(BEARER))
                        .map(value -> value.substring(BEARER.length())));
        if (allowed) {
            context.next();
            return;
        }
        refused.count(Refusal.UNAUTHORIZED, request.remoteAddress().hostAddress());
        HttpServerResponse response = context.response()
                .setStatusCode(HttpResponseStatus.UNAUTHORIZED.code())
                .putHeader(HttpHeaderNames.CONTENT_TYPE, "text/plain;charset=UTF-8")
                .putHeader(HttpHeaderNames.CACHE_CONTROL, "no-store");
        if (access.token()) {
            response.putHeader(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer");
        }
        response.end("unauthorized\n");
    }

    /** A bare {@code option httpchk} of haproxy asks {@code OPTIONS /}, which is answered as {@code /health} is. */
    private static String asked(HttpServerRequest request) {
        String path = Optional.ofNullable(request.path()).orElse("");
        return request.method() == HttpMethod.OPTIONS && path.equals("/") ? "/health" : path;
    }

    private boolean isCertified(HttpServerRequest request, TlsMaterial material) {
        SSLSession session = request.connection().sslSession();
        if (session == null) {
            return false;
        }
        Instant now = ticker.wall();
        if (session.getValue(CERTIFIED) instanceof Certified known
                && known.material() == material
                && now.isBefore(known.until())) {
            return true;
        }
        try {
            List<X509Certificate> shown = Arrays.stream(session.getPeerCertificates())
                    .map(RequestGate::x509)
                    .toList();
            TrustPath path = ServerChain.verifyClient(shown, material.trusted(), now);
            session.putValue(
                    CERTIFIED,
                    new Certified(
                            material,
                            path.certificates().stream()
                                    .map(certificate ->
                                            certificate.getNotAfter().toInstant())
                                    .min(Comparator.naturalOrder())
                                    .orElse(now)));
            return true;
        } catch (SSLPeerUnverifiedException | CertificateException e) {
            return false;
        }
    }

    private static X509Certificate x509(Certificate certificate) {
        return (X509Certificate) certificate;
    }
}
