package io.vipagent.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.core.health.Policy;
import io.vipagent.core.target.Target;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which targets there are, who decides, and what a good answer is, where that was not written. */
class TargetRulesTest {
    private static final String MINE = "{role: local, url: \"https://192.0.2.11:6443/readyz\"}";
    private static final String BACKEND = "{role: backend, url: \"https://192.0.2.12:6443/readyz\"}";
    private static final String FRONTEND = "{role: frontend, url: \"https://127.0.0.1:8443/readyz\"}";

    @TempDir
    private Path directory;

    @Test
    void localIsThereByItself() throws Exception {
        assertThat(load("")).extracting(Target::name).containsExactly("local");
        assertThat(load("    cp2: " + BACKEND)).extracting(Target::name).containsExactly("local", "cp2");
        assertThat(load("    haproxy: " + FRONTEND)).extracting(Target::name).containsExactly("local", "haproxy");
    }

    @Test
    void localGivesWayToAnotherOfItsRole() throws Exception {
        assertThat(load("    mine: " + MINE)).extracting(Target::name).containsExactly("mine");
    }

    @Test
    void localStaysBesideAnotherOfItsRoleWhereAnythingWasWrittenForIt() throws Exception {
        assertThat(load("    mine: " + MINE + "\n    local: {fall: 3}"))
                .extracting(Target::name)
                .containsExactly("local", "mine");
        assertThat(load("    mine: " + MINE + "\n    local:"))
                .extracting(Target::name)
                .containsExactly("local", "mine");
        assertThat(load("    mine: " + MINE, Map.of("VIP_AGENT_TARGETS_LOCAL_FALL", "3")))
                .extracting(Target::name)
                .containsExactly("local", "mine");
    }

    @Test
    void anyTargetCanBeTakenOut() throws Exception {
        assertThat(load("    local: {enabled: false}\n    haproxy: " + FRONTEND))
                .extracting(Target::name)
                .containsExactly("haproxy");
        // What is taken out may be as unfinished as it likes.
        assertThat(load("    cp2: {enabled: false}\n    cp3: " + BACKEND))
                .extracting(Target::name)
                .containsExactly("local", "cp3");
    }

    @Test
    void localComesFirstAndTheOthersByName() throws Exception {
        assertThat(load("    zz: " + BACKEND + "\n    aa: " + BACKEND + "\n    cp-10: " + BACKEND))
                .extracting(Target::name)
                .containsExactly("local", "aa", "cp-10", "zz");
    }

    @Test
    void haproxyDecidesWhereThereIsOne() throws Exception {
        assertThat(settings("    cp2: " + BACKEND, "").rule().policy()).isEqualTo(Policy.LOCAL);
        Settings settings = settings("    haproxy: " + FRONTEND, "");
        assertThat(settings.rule().policy()).isEqualTo(Policy.FRONTEND);
        assertThat(settings.deciding()).extracting(Target::name).containsExactly("haproxy");
    }

    @Test
    void unlessItWasSaidWhoDecides() throws Exception {
        Settings local = settings("    haproxy: " + FRONTEND, "  decision: {policy: local}\n");
        assertThat(local.deciding()).extracting(Target::name).containsExactly("local");
        Settings both = settings("    haproxy: " + FRONTEND, "  decision: {policy: both}\n");
        assertThat(both.deciding()).extracting(Target::name).containsExactly("local", "haproxy");
    }

    /** Where an apiserver answers "ok" and nothing else. */
    @ParameterizedTest
    @CsvSource({
        "/readyz, ok",
        "/livez, ok",
        "/healthz, ok",
        "/readyz?exclude=etcd, ok",
        "/livez?timeout=5s&exclude=etcd, ok",
        "/readyz?verbose, any",
        "/readyz?verbose=true, any",
        "/readyz?exclude=etcd&verbose, any",
        "/readyz?verbosely, ok",
        "/readyz/, any",
        "/readyz/etcd, any",
        "/healthz2, any",
        "/version, any",
        "/, any",
        "'', any"
    })
    void expectsOkWhereAnApiserverSaysSo(String path, String body) throws Exception {
        Target target =
                load("    local: {url: \"https://127.0.0.1:6443" + path + "\"}").getFirst();
        assertThat(target.expectedResponse().body().orElse("any")).isEqualTo(body);
    }

    @Test
    void expectsWhatWasWritten() throws Exception {
        assertThat(body("any")).isEmpty();
        assertThat(body("fine")).contains("fine");
        // A probe looks at the body without the white space at its ends.
        assertThat(body("\" fine\\n\"")).contains("fine");
        assertThat(body("\"" + "x".repeat(1024) + "\"")).contains("x".repeat(1024));
    }

    private Optional<String> body(String yaml) throws Exception {
        return load("    local: {expect-body: " + yaml + "}")
                .getFirst()
                .expectedResponse()
                .body();
    }

    private List<Target> load(String targets) throws Exception {
        return load(targets, Map.of());
    }

    private List<Target> load(String targets, Map<String, String> environment) throws Exception {
        return Loading.load(directory, "vip-agent:\n  targets:\n" + targets + "\n", environment)
                .targets();
    }

    private Settings settings(String targets, String more) throws Exception {
        return Loading.load(directory, "vip-agent:\n" + more + "  targets:\n" + targets + "\n");
    }
}
