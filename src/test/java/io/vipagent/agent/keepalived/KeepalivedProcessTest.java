package io.vipagent.agent.keepalived;

import static io.vipagent.core.vip.KeepalivedState.ALIVE;
import static io.vipagent.core.vip.KeepalivedState.FROZEN;
import static io.vipagent.core.vip.KeepalivedState.GONE;
import static io.vipagent.core.vip.KeepalivedState.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.core.vip.KeepalivedState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** keepalived's processes by their pid files and a /proc that is made up. */
class KeepalivedProcessTest {
    @TempDir
    private Path directory;

    private Path proc;
    private Path run;
    private KeepalivedProcess process;

    @BeforeEach
    void make() throws IOException {
        proc = directory.resolve("proc");
        run = Files.createDirectory(directory.resolve("run"));
        process = new KeepalivedProcess(run.resolve("keepalived.pid"), proc);
        stat(1, "systemd", 'S');
    }

    @Test
    void isUnknownWithoutAPidFile() {
        assertThat(process.look()).isEqualTo(UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "keepalived", "-1", "0", "10 20", "99999999999", "../1"})
    void isUnknownWhereThePidFileHoldsNoPid(String content) throws IOException {
        Files.writeString(run.resolve("keepalived.pid"), content);
        assertThat(process.look()).isEqualTo(UNKNOWN);
    }

    /** The parent alone, as where it was told to keep its child's pid elsewhere. */
    @ParameterizedTest
    @CsvSource({"S,ALIVE", "R,ALIVE", "D,ALIVE", "T,FROZEN", "t,FROZEN", "Z,GONE", "X,GONE", "x,GONE"})
    void isAsTheStateOfTheParent(char state, KeepalivedState expected) throws IOException {
        pid("keepalived.pid", 10);
        stat(10, "keepalived", state);
        assertThat(process.look()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"keepalived_vrrp.pid", "keepalived/vrrp.pid", "vrrp.pid"})
    void isAsTheChildWhileTheParentLives(String file) throws IOException {
        pid("keepalived.pid", 10);
        stat(10, "keepalived", 'S');
        pid(file, 11);
        assertThat(process.look()).as("no such pid").isEqualTo(GONE);
        stat(11, "keepalived_vrrp", 'S');
        assertThat(process.look()).isEqualTo(ALIVE);
        stat(11, "keepalived_vrrp", 'T');
        assertThat(process.look()).isEqualTo(FROZEN);
        stat(11, "another", 'S');
        assertThat(process.look()).as("the pid is another's now").isEqualTo(GONE);
    }

    @Test
    void isGoneWithItsParentThoughTheChildLingers() throws IOException {
        pid("keepalived.pid", 10);
        pid("keepalived_vrrp.pid", 11);
        stat(11, "keepalived", 'S');
        assertThat(process.look()).isEqualTo(GONE);
        stat(11, "keepalived", 'T');
        assertThat(process.look()).as("it has the address").isEqualTo(FROZEN);
    }

    @Test
    void isFrozenWithItsParent() throws IOException {
        pid("keepalived.pid", 10);
        stat(10, "keepalived", 'T');
        pid("keepalived_vrrp.pid", 11);
        stat(11, "keepalived", 'S');
        assertThat(process.look()).isEqualTo(FROZEN);
    }

    @Test
    void ignoresAPidFileThatAnotherVersionLeft() throws IOException {
        pid("keepalived.pid", 10);
        stat(10, "keepalived", 'S');
        pid("keepalived_vrrp.pid", 12);
        pid("keepalived/vrrp.pid", 11);
        stat(11, "keepalived", 'S');
        assertThat(process.look()).isEqualTo(ALIVE);
    }

    /** hidepid: an ordinary user does not even see process 1. */
    @Test
    void isUnknownWhereProcHidesProcesses() throws IOException {
        pid("keepalived.pid", 10);
        Files.delete(proc.resolve("1").resolve("stat"));
        assertThat(process.look()).isEqualTo(UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10", "10 (keepalived)", "10 (keepalived) ", "10 keepalived) S", "10 (keepalived S"})
    void isUnknownWhereProcSaysSomethingElse(String stat) throws IOException {
        pid("keepalived.pid", 10);
        Files.createDirectories(proc.resolve("10"));
        Files.writeString(proc.resolve("10").resolve("stat"), stat);
        assertThat(process.look()).isEqualTo(UNKNOWN);
    }

    @Test
    void isNotMisledByAName() throws IOException {
        pid("keepalived.pid", 10);
        stat(10, "keepalived) T (", 'S');
        assertThat(process.look()).isEqualTo(ALIVE);
    }

    private void pid(String file, int pid) throws IOException {
        Path path = run.resolve(file);
        Files.createDirectories(path.resolveSibling(""));
        Files.writeString(path, pid + "\n");
    }

    private void stat(int pid, String name, char state) throws IOException {
        Path directory = Files.createDirectories(proc.resolve(Integer.toString(pid)));
        Files.writeString(directory.resolve("stat"), pid + " (" + name + ") " + state + " 1 1 1 0 -1\n");
    }
}
