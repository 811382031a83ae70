package io.vipagent.agent.probe;

import io.vipagent.agent.tls.ClientIdentity;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Shows one identity in one handshake, to servers that ask for a certificate of one of its issuers, as every client of
 * a cluster does; remembers whether one asked for others.
 */
final class ShownIdentity extends X509ExtendedKeyManager {
    private static final String ALIAS = "client";

    private final ClientIdentity identity;
    private boolean shown;
    private String wanted = "";

    ShownIdentity(ClientIdentity identity) {
        this.identity = identity;
    }

    /** Returns whether the server has asked for a certificate and was shown ours. */
    boolean hasShown() {
        return shown;
    }

    /** Returns whose certificates the server asks for, where ours is none of them; else empty. */
    String wanted() {
        return shown ? "" : wanted;
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        if (!Arrays.asList(keyTypes).contains(identity.key().getAlgorithm())) {
            return null;
        }
        if (issuers == null || issuers.length == 0 || isOf(Set.of(issuers))) {
            shown = true;
            return ALIAS;
        }
        wanted = Arrays.stream(issuers).map(Principal::getName).sorted().collect(Collectors.joining(", "));
        return null;
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        return alias.equals(ALIAS) ? identity.chain().toArray(new X509Certificate[0]) : null;
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        return alias.equals(ALIAS) ? identity.key() : null;
    }

    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
        return new String[] {ALIAS};
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
        return new String[0];
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        return null;
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return chooseClientAlias(keyTypes, issuers, null);
    }

    private boolean isOf(Set<Principal> issuers) {
        return identity.chain().stream()
                .anyMatch(certificate -> issuers.contains(certificate.getIssuerX500Principal()));
    }
}
