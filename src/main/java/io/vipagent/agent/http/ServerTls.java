package io.vipagent.agent.http;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.Unremovable;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.SSLOptions;
import io.vertx.core.net.TrustOptions;
import io.vertx.ext.web.Router;
import io.vipagent.agent.tls.ClientIdentity;
import io.vipagent.agent.tls.TlsFiles;
import io.vipagent.agent.tls.TlsMaterial;
import io.vipagent.config.HttpSettings.HttpTls;
import io.vipagent.config.Settings;
import io.vipagent.core.health.CertificateTerm.Role;
import io.vipagent.core.protocol.UnusableFile;
import io.vipagent.platform.time.Ticker;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * TLS on the HTTP port, by the files that are in force: Quarkus gets a configuration whose key and authorities are
 * asked for in each handshake, so that a file that was replaced counts from the next connection on. Where the files
 * were never good every handshake fails: nothing is served in the clear instead.
 */
@Singleton
@Unremovable
public class ServerTls implements HttpServerOptionsCustomizer {
    /** The name of the configuration in Quarkus' registry. */
    public static final String CONFIGURATION = "vip-agent";

    private static final Logger LOG = Logger.getLogger("vip-agent");

    private final Optional<HttpTls> settings;
    private final TlsFiles files = TlsFiles.closedToOthers(LOG::warn);
    private final Ticker ticker;
    private volatile Optional<TlsMaterial> inForce = Optional.empty();
    private String said = "";

    public ServerTls(Settings settings, Ticker ticker, MeterRegistry registry) {
        this.settings = settings.http().tls();
        this.ticker = ticker;
        // Said with the first refresh: before the agent starts, whoever does not read its log could hold it up.
        this.settings.ifPresent(this::read);
        meter(registry);
    }

    /** Reads the files again where they have changed; called once a second. */
    public synchronized void refresh() {
        if (settings.isEmpty()) {
            return;
        }
        String problem = read(settings.get());
        if (!problem.equals(said) && !problem.isEmpty()) {
            LOG.warn("http: no TLS handshake succeeds before this file can be used: " + problem);
        } else if (!problem.equals(said)) {
            LOG.info("http: TLS is served");
        }
        said = problem;
    }

    /** Returns why the files cannot be used; nothing where they can. */
    private String read(HttpTls tls) {
        try {
            inForce = Optional.of(files.of(tls.tlsSettings()));
            return "";
        } catch (UnusableFile e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** What is in force; empty before the files could be used. */
    Optional<TlsMaterial> inForce() {
        return inForce;
    }

    void register(@Observes Router router, TlsConfigurationRegistry registry) {
        if (settings.isPresent()) {
            registry.register(CONFIGURATION, new Configuration());
        }
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        settings.ifPresent(tls -> options.setClientAuth(
                tls.clientCaFile().isEmpty()
                        ? ClientAuth.NONE
                        : tls.access().demandsCertificates() ? ClientAuth.REQUIRED : ClientAuth.REQUEST));
    }

    private void meter(MeterRegistry registry) {
        Gauge.builder("vip.agent.http.tls.files.broken", () -> isBroken() ? 1 : 0)
                .description("1 while TLS files of the HTTP port cannot be used.")
                .register(registry);
        term(
                registry,
                Role.SERVER,
                () -> inForce.flatMap(TlsMaterial::client).stream()
                        .map(ClientIdentity::chain)
                        .map(List::getFirst));
        term(registry, Role.CA, () -> inForce.stream().map(TlsMaterial::trusted).flatMap(List::stream));
    }

    private void term(MeterRegistry registry, Role role, Supplier<Stream<X509Certificate>> certificates) {
        Gauge.builder(
                        "vip.agent.http.tls.not.after.timestamp",
                        () -> certificates
                                .get()
                                .mapToDouble(certificate ->
                                        certificate.getNotAfter().toInstant().getEpochSecond())
                                .min()
                                .orElse(Double.NaN))
                .description("When the first certificate of this role expires that the HTTP port serves or trusts;"
                        + " NaN before one was read.")
                .baseUnit("seconds")
                .tag("role", role.label())
                .register(registry);
    }

    private boolean isBroken() {
        return settings.isPresent()
                && (inForce.isEmpty()
                        || files.problem(settings.get().tlsSettings()).isPresent());
    }

    /** What Quarkus is told. */
    private final class Configuration implements TlsConfiguration {
        @Override
        public @Nullable KeyStore getKeyStore() {
            return null;
        }

        @Override
        public KeyCertOptions getKeyStoreOptions() {
            return KeyCertOptions.wrap(new ServedIdentity(() -> inForce.flatMap(TlsMaterial::client)));
        }

        @Override
        public @Nullable KeyStore getTrustStore() {
            return null;
        }

        @Override
        public TrustOptions getTrustStoreOptions() {
            return TrustOptions.wrap(
                    new ClientVerifier(() -> inForce.map(TlsMaterial::trusted).orElse(List.of()), ticker));
        }

        @Override
        public SSLOptions getSSLOptions() {
            return new SSLOptions()
                    .setUseAlpn(false)
                    .setEnabledSecureTransportProtocols(Set.of("TLSv1.3", "TLSv1.2"))
                    .setSslHandshakeTimeoutUnit(TimeUnit.SECONDS)
                    .setSslHandshakeTimeout(2 * ConnectionGuard.HANDSHAKE_TIMEOUT.toSeconds());
        }

        @Override
        public SSLContext createSSLContext() {
            throw new UnsupportedOperationException("for the HTTP port alone");
        }

        @Override
        public boolean isTrustAll() {
            return false;
        }

        @Override
        public Optional<String> getHostnameVerificationAlgorithm() {
            return Optional.empty();
        }

        @Override
        public boolean usesSni() {
            return false;
        }

        @Override
        public boolean reload() {
            return false;
        }
    }
}
