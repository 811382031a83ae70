package io.vipagent.agent.http;

import io.vipagent.agent.tls.ClientIdentity;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Shows in each handshake the certificate that is in force when the handshake begins. A handshake that is under way
 * while the files are replaced ends with the one that it began with.
 */
final class ServedIdentity extends X509ExtendedKeyManager {
    private final Supplier<Optional<ClientIdentity>> inForce;
    private final AtomicReference<Named> newest = new AtomicReference<>(new Named("0", Optional.empty(), null));

    ServedIdentity(Supplier<Optional<ClientIdentity>> inForce) {
        this.inForce = inForce;
    }

    /** An identity under the alias by which JSSE asks for its parts; {@code before} is the one that it replaced. */
    private record Named(
            String alias,
            Optional<ClientIdentity> identity,
            @Nullable Named before) {}

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        Named named = current();
        return named.identity()
                .filter(identity -> identity.key().getAlgorithm().equals(keyType))
                .map(_ -> named.alias())
                .orElse(null);
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return chooseEngineServerAlias(keyType, issuers, null);
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        return identity(alias)
                .map(identity -> identity.chain().toArray(new X509Certificate[0]))
                .orElse(null);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        return identity(alias).map(ClientIdentity::key).orElse(null);
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
        return new String[] {current().alias()};
    }

    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
        return new String[0];
    }

    @Override
    public @Nullable String chooseClientAlias(String[] keyType, Principal[] issuers, Socket socket) {
        return null;
    }

    private Named current() {
        Optional<ClientIdentity> now = inForce.get();
        return newest.updateAndGet(last -> last.identity().equals(now)
                ? last
                : new Named(
                        Integer.toString(Integer.parseInt(last.alias()) + 1),
                        now,
                        new Named(last.alias(), last.identity(), null)));
    }

    private Optional<ClientIdentity> identity(String alias) {
        for (Named named = newest.get(); named != null; named = named.before()) {
            if (named.alias().equals(alias)) {
                return named.identity();
            }
        }
        return Optional.empty();
    }
}
