package io.vipagent.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.core.protocol.HttpAccess.Protects;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpAccessTest {
    private static final String TOKEN = "correct-horse";
    private static final List<String> VERDICTS = List.of(
            "/health",
            "/health/local",
            "/health/cp-2",
            "/decision",
            "/vip",
            "/q/health",
            "/q/health/live",
            "/q/health/ready");
    private static final List<String> DETAILS =
            List.of("/", "/metrics", "/api/v1/status", "/api/v1/history", "/cluster", "/q", "/decision/", "/nothing");

    private final HttpAccess details = new HttpAccess(Protects.DETAILS, true, true);
    private final HttpAccess all = new HttpAccess(Protects.ALL, true, true);

    @Test
    void verdictsAreOpenAndDetailsAreNot() {
        assertThat(VERDICTS).allMatch(path -> allows(details, path)).noneMatch(path -> allows(all, path));
        assertThat(DETAILS).noneMatch(path -> allows(details, path)).noneMatch(path -> allows(all, path));
    }

    /** However a router may read them: what is not known to be open is closed. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/health/../metrics",
                "/health/..%2fmetrics",
                "/health/%2e%2e/metrics",
                "/health/.",
                "/health;/../metrics",
                "/health//metrics",
                "//health",
                "/HEALTH",
                "/health\n",
                "/health/",
                "/q/health/../../metrics",
                "/vip?/../metrics",
                "health",
                ""
            })
    void aPathThatIsWrittenOtherwiseIsClosed(String path) {
        assertThat(allows(details, path)).isFalse();
    }

    @Test
    void aCertificateOrTheTokenOpensEverything() {
        for (HttpAccess access : List.of(details, all)) {
            assertThat(DETAILS)
                    .allMatch(path -> access.allows(path, true, Optional.empty(), Optional.of(TOKEN)))
                    .allMatch(path -> shows(access, path, "Bearer " + TOKEN))
                    .allMatch(path -> shows(access, path, "bearer  " + TOKEN));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "correct-horse",
                "Bearer",
                "Bearer ",
                "Bearer correct-hors",
                "Bearer correct-horse1",
                "Bearer Correct-horse",
                "Bearer correct-horse, Bearer correct-horse",
                "Basic correct-horse",
                "Bearer correct-horsé"
            })
    void anythingElseIsNoToken(String authorization) {
        assertThat(shows(details, "/metrics", authorization)).isFalse();
    }

    @Test
    void whatIsNotConfiguredIsNoCredential() {
        HttpAccess token = new HttpAccess(Protects.DETAILS, false, true);
        assertThat(token.allows("/metrics", true, Optional.empty(), Optional.of(TOKEN)))
                .isFalse();
        HttpAccess certificates = new HttpAccess(Protects.DETAILS, true, false);
        assertThat(shows(certificates, "/metrics", "Bearer " + TOKEN)).isFalse();
    }

    /** The file is gone, or was never there. */
    @Test
    void withoutATokenToCompareNoneIsRight() {
        assertThat(details.allows("/metrics", false, Optional.of("Bearer " + TOKEN), Optional.empty()))
                .isFalse();
    }

    @Test
    void whereNothingIsAskedForEverythingIsOpen() {
        assertThat(DETAILS).allMatch(path -> allows(HttpAccess.OPEN, path));
    }

    @Test
    void onlyWhereNothingElseCountsAConnectionNeedsACertificate() {
        assertThat(new HttpAccess(Protects.ALL, true, false).demandsCertificates())
                .isTrue();
        assertThat(List.of(details, all, new HttpAccess(Protects.DETAILS, true, false), HttpAccess.OPEN))
                .noneMatch(HttpAccess::demandsCertificates);
    }

    private static boolean allows(HttpAccess access, String path) {
        return access.allows(path, false, Optional.empty(), Optional.of(TOKEN));
    }

    private static boolean shows(HttpAccess access, String path, String authorization) {
        return access.allows(path, false, Optional.of(authorization), Optional.of(TOKEN));
    }
}
