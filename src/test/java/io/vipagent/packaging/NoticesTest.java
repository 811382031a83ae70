package io.vipagent.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NoticesTest {
    private static final JsonObject SBOM = new JsonObject("""
            {"components": [
              {"group": "g", "name": "a", "version": "1", "licenses": [{"license": {"id": "MIT"}}, {"license": {"name": "Own"}}]},
              {"group": "g", "name": "b", "version": "2", "licenses": [{"expression": "EPL-2.0 OR MIT"}]},
              {"group": "g", "name": "none", "version": "3", "licenses": []},
              {"group": "g", "name": "unused", "version": "4", "licenses": [{"license": {"id": "AGPL-3.0"}}]}]}""");

    @TempDir
    private Path directory;

    @Test
    void namesEveryLibraryAndEveryTextOnce() throws IOException {
        Path a = jar("g.a-1.jar", "META-INF/LICENSE.txt", "same \r\ntext\n");
        Path b = jar("g.b-2.jar", "META-INF/licenses/NOTICE", "same\ntext");
        String text = Notices.of(SBOM, List.of(b, a)).text();
        assertThat(text)
                .contains("  g:a 1: MIT or Own\n  g:b 2: EPL-2.0 OR MIT\n", "===\ng:a 1\ng:b 2\n\nsame\ntext\n")
                .doesNotContain("unused");
        assertThat(text.split("same\n", -1)).hasSize(2);
        assertThat(Notices.of(SBOM, List.of(a, b)).text()).isEqualTo(text);
    }

    @Test
    void leavesOutWhatIsNoNotice() throws IOException {
        Path a = jar("g.a-1.jar", "com/acme/License.class", "code");
        assertThat(Notices.of(SBOM, List.of(a)).text()).doesNotContain("code");
    }

    @Test
    void refusesWhatNobodyLicensed() throws IOException {
        Path none = jar("g.none-3.jar", "x", "");
        Path stranger = jar("g.stranger-1.jar", "x", "");
        assertThatThrownBy(() -> Notices.of(SBOM, List.of(none))).hasMessage("g:none 3 has no licence in the SBOM");
        assertThatThrownBy(() -> Notices.of(SBOM, List.of(stranger))).hasMessage("g.stranger-1.jar is not in the SBOM");
    }

    private Path jar(String name, String entry, String text) throws IOException {
        Path jar = directory.resolve(name);
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file)) {
            out.putNextEntry(new ZipEntry(entry));
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.closeEntry();
        }
        return jar;
    }
}
