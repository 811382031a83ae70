package io.vipagent.tools.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vipagent.tools.conf.keepalived.KeepalivedConf;
import io.vipagent.tools.init.migrate.LegacySetUp;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class LegacyReaderTest {
    @TempDir
    private Path directory;

    @Test
    void foldersAndFilesByNameOrContent() throws Exception {
        Path folder = Files.createDirectories(directory.resolve("etc/keepalived"));
        Files.writeString(
                folder.resolve("keepalived.conf"), "include more/*.conf\nvrrp_script a {\n script \"/x/c.sh\"\n}\n");
        Files.writeString(folder.resolve("c.sh"), "true\n");
        Files.writeString(
                Files.createDirectories(folder.resolve("more")).resolve("b.conf"), "vrrp_instance VI_9 {\n}\n");
        Path other = Files.writeString(directory.resolve("cp2.txt"), "! a comment\nvrrp_instance VI_1 {\n}\n@cp9 x\n");
        Path haproxy = Files.writeString(directory.resolve("lb"), "global\n  daemon\nfrontend f\n  bind :1\n");
        LegacySetUp old = LegacyReader.at(List.of(folder, other, haproxy), "cp1");
        assertThat(old.keepalived().stream().map(KeepalivedConf::file))
                .containsExactly(folder + "/keepalived.conf", other.toString());
        assertThat(old.keepalived().getFirst().instances().getFirst().name().text())
                .isEqualTo("VI_9");
        assertThat(old.haproxy()).hasSize(1);
        assertThat(old.scripts().get("/x/c.sh").file()).isEqualTo(folder + "/c.sh");
        assertThat(old.conditional().getFirst().lineOfFile()).isEqualTo(other + ":4");
        assertThat(old.addresses()).isNotEmpty();
    }

    /** As in the guide's second option: found beside the files that they mount, or where they are pointed at. */
    @Test
    void staticPodsAreFoundByTheirImages() throws Exception {
        Path etc = Files.createDirectories(directory.resolve("cp1/etc"));
        Path keepalived = Files.writeString(
                Files.createDirectories(etc.resolve("keepalived")).resolve("keepalived.conf"),
                "vrrp_instance a {\n}\n");
        Path manifests = Files.createDirectories(etc.resolve("kubernetes/manifests"));
        Files.writeString(manifests.resolve("kube-apiserver.yaml"), "kind: Pod\nspec:\n  image: kube-apiserver\n");
        Files.writeString(
                manifests.resolve("haproxy.yaml"),
                "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - image: haproxy:2.8\n    name: haproxy\n");
        Files.writeString(
                manifests.resolve("ka.yaml"),
                "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - name: ka\n    image: \"osixia/keepalived:2.0.20\"\n");
        LegacySetUp beside = LegacyReader.at(List.of(keepalived), "cp1");
        assertThat(beside.pods().stream()
                        .map(pod -> pod.program() + " " + pod.image() + " "
                                + pod.at().line()))
                .containsExactlyInAnyOrder("haproxy haproxy:2.8 5", "keepalived osixia/keepalived:2.0.20 6");
        Path moved = Files.move(manifests, directory.resolve("pods"));
        assertThat(LegacyReader.at(List.of(keepalived, moved), "cp1").pods()).hasSize(2);
        assertThat(LegacyReader.at(List.of(keepalived), "cp1").pods()).isEmpty();
    }

    /** As many lines that begin nothing, and images that are no pod's, as a manifest may have. */
    @Test
    @Timeout(300)
    void aLongManifestIsReadOnce() throws Exception {
        Path keepalived = Files.writeString(directory.resolve("keepalived.conf"), "vrrp_instance V {\n}\n");
        Path blank = Files.writeString(directory.resolve("blank.yaml"), "\n".repeat(200_000) + "image: keepalived\n");
        Path images = Files.writeString(directory.resolve("images.yaml"), "image: haproxy\n".repeat(15_000));
        assertThatThrownBy(() -> LegacyReader.at(List.of(keepalived, blank, images), "cp1"))
                .hasMessageContaining("blank.yaml: is neither")
                .hasMessageContaining("images.yaml: is neither");
    }

    /** A script of a megabyte is nobody's, and its name alone would say that it is the guide's. */
    @Test
    void aScriptThatCannotBeReadIsNamed() throws Exception {
        Path keepalived = Files.writeString(
                directory.resolve("keepalived.conf"),
                "vrrp_script c {\n  script /etc/keepalived/check_apiserver.sh\n}\n");
        Path script = Files.writeString(directory.resolve("check_apiserver.sh"), "a\n".repeat(1 << 20));
        assertThatThrownBy(() -> LegacyReader.at(List.of(keepalived), "cp1"))
                .hasMessage("--from:\n  " + script + ": is larger than 64 KiB, the limit for a script");
    }

    @Test
    void everyPathThatCannotBeReadIsNamed() throws Exception {
        Path empty = Files.createDirectories(directory.resolve("empty"));
        Path neither = Files.writeString(directory.resolve("notes.txt"), "hello\n");
        Path long1 = Files.writeString(directory.resolve("haproxy.cfg"), "#".repeat((1 << 20) + 1));
        assertThatThrownBy(() -> LegacyReader.at(List.of(empty, neither, directory.resolve("none"), long1), "cp1"))
                .hasMessage("--from:\n  " + empty + ": there is neither keepalived.conf nor haproxy.cfg in it\n  "
                        + neither
                        + ": is neither a keepalived.conf nor a haproxy.cfg, by its name and by what is in it\n  "
                        + directory.resolve("none") + ": no such file\n  " + long1
                        + ": is larger than 1024 KiB, the limit for a configuration of keepalived or haproxy");
    }
}
