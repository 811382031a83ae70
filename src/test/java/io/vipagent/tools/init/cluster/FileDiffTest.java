package io.vipagent.tools.init.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FileDiffTest {
    private static final RenderedFile FILE = new RenderedFile("etc/x.conf", "a\nb\n", false);
    private static final RenderedFile SECRET = new RenderedFile("etc/k.conf", "a\n  auth_pass new\n", true);

    @Test
    void theSameIsNothing() {
        assertThat(FileDiff.of(FILE, "a\nb\n", true)).isEmpty();
    }

    @Test
    void aChangeIsAUnifiedDiff() {
        assertThat(FileDiff.of(FILE, "a\nc\n", true))
                .isEqualTo("--- /etc/x.conf\n+++ init/etc/x.conf\n@@ -1,2 +1,2 @@\n a\n-c\n+b\n");
    }

    @Test
    void aMissingFileIsAllNew() {
        assertThat(FileDiff.of(FILE, "", false))
                .startsWith("--- /dev/null\n+++ init/etc/x.conf\n")
                .endsWith("+a\n+b\n");
    }

    @Test
    void passwordsAreComparedAndNotShown() {
        assertThat(FileDiff.of(SECRET, "a\n  auth_pass old\n", true)).isEqualTo("/etc/k.conf: auth_pass differs\n");
        assertThat(FileDiff.of(SECRET, "b\n  auth_pass old\n", true))
                .contains("-b\n+a\n", "auth_pass ********")
                .doesNotContain("old", "new");
    }

    /** Also where the new file needs none, and however the old one is laid out. */
    @Test
    void anOldPasswordIsNotShownEither() {
        assertThat(FileDiff.of(FILE, "authentication { auth_type PASS auth_pass\told one }\n", true))
                .contains("-authentication { auth_type PASS auth_pass\t********\n")
                .doesNotContain("old");
    }

    @Test
    void lineEndsCount() {
        assertThat(FileDiff.of(FILE, "a\r\nb\r\n", true)).isEqualTo("/etc/x.conf: line ends differ\n");
        assertThat(FileDiff.of(FILE, "a\nb", true)).isEqualTo("/etc/x.conf: line ends differ\n");
    }
}
