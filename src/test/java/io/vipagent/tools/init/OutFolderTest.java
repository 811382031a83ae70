package io.vipagent.tools.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vipagent.config.InvalidConfiguration;
import io.vipagent.tools.init.cluster.RenderedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All or nothing, and nothing that is there is lost. */
class OutFolderTest {
    private static final RenderedFile OPEN = new RenderedFile("cp1/etc/a/open", "open\n", false);
    private static final RenderedFile SECRET = new RenderedFile("cp1/etc/secret", "  auth_pass x\n", true);

    @TempDir
    private Path directory;

    @Test
    void writesFoldersAndFilesWithTheirModes() throws Exception {
        Path out = directory.resolve("new/folder");
        assertThat(new OutFolder(out, false).write(List.of(OPEN, SECRET)))
                .isEqualTo(Map.of(OPEN.path(), "", SECRET.path(), ""));
        assertThat(out.resolve(OPEN.path())).hasContent("open\n");
        assertThat(mode(out.resolve(OPEN.path()))).isEqualTo("rw-r--r--");
        assertThat(mode(out.resolve(SECRET.path()))).isEqualTo("rw-------");
        assertThat(files(out)).hasSize(2);
    }

    @Test
    void theSameAgainIsNothingToDo() throws Exception {
        OutFolder folder = new OutFolder(directory, false);
        folder.write(List.of(OPEN));
        assertThat(folder.write(List.of(OPEN))).isEmpty();
    }

    @Test
    void whatDiffersIsNamedAndNothingIsWritten() throws Exception {
        put(OPEN.path(), "mine\n");
        Files.createDirectories(directory.resolve("cp1/etc/dir"));
        RenderedFile blocked = new RenderedFile("cp1/etc/dir", "x\n", false);
        assertThatThrownBy(() -> new OutFolder(directory, false).write(List.of(OPEN, blocked, SECRET)))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessage("nothing was written to " + directory + ":\n"
                        + "  cp1/etc/a/open: is there and differs; --force replaces it and keeps a backup\n"
                        + "  cp1/etc/dir: is there and is not a file");
        assertThat(files(directory)).containsExactly(OPEN.path());
        assertThat(directory.resolve(OPEN.path())).hasContent("mine\n");
    }

    @Test
    void forceKeepsEveryOldOne() throws Exception {
        put(OPEN.path(), "first\n");
        OutFolder folder = new OutFolder(directory, true);
        assertThat(folder.write(List.of(OPEN))).isEqualTo(Map.of(OPEN.path(), "bak-1/" + OPEN.path()));
        assertThat(folder.write(List.of(new RenderedFile(OPEN.path(), "third\n", false))))
                .isEqualTo(Map.of(OPEN.path(), "bak-2/" + OPEN.path()));
        assertThat(directory.resolve(OPEN.path())).hasContent("third\n");
        assertThat(directory.resolve("bak-1/" + OPEN.path())).hasContent("first\n");
        assertThat(directory.resolve("bak-2/" + OPEN.path())).hasContent("open\n");
    }

    @Test
    void oldFilesOfOneRunAreTogetherWithTheirModesAndInNoNodesFolder() throws Exception {
        OutFolder folder = new OutFolder(directory, true);
        folder.write(List.of(OPEN, SECRET));
        folder.write(
                List.of(new RenderedFile(OPEN.path(), "new\n", false), new RenderedFile(SECRET.path(), "new\n", true)));
        assertThat(files(directory))
                .containsExactlyInAnyOrder(
                        OPEN.path(), SECRET.path(), "bak-1/" + OPEN.path(), "bak-1/" + SECRET.path());
        assertThat(mode(directory.resolve("bak-1/" + SECRET.path()))).isEqualTo("rw-------");
    }

    @Test
    void aFailedRunLeavesNoBackup() throws Exception {
        put(OPEN.path(), "mine\n");
        put("zz/cp1", "a file in the place of a folder\n");
        RenderedFile blocked = new RenderedFile("zz/cp1/etc/open", "x\n", false);
        assertThatThrownBy(() -> new OutFolder(directory, true).write(List.of(OPEN, blocked)))
                .isInstanceOf(InvalidConfiguration.class);
        assertThat(directory.resolve(OPEN.path())).hasContent("mine\n");
        assertThat(directory.resolve("bak-1")).doesNotExist();
    }

    @Test
    void aFileInTheWayOfAFolderLeavesAllAsItWas() throws Exception {
        put("cp1/etc/a", "a file\n");
        assertThatThrownBy(() -> new OutFolder(directory, true).write(List.of(SECRET, OPEN)))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageStartingWith("nothing was written to " + directory + ":\n");
        assertThat(files(directory)).containsExactly("cp1/etc/a");
    }

    private void put(String path, String text) throws IOException {
        Files.createDirectories(directory.resolve(path).getParent());
        Files.writeString(directory.resolve(path), text);
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private static List<String> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .toList();
        }
    }
}
