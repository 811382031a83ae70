package io.vipagent.platform.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.platform.time.HandTicker;
import io.vipagent.platform.time.SystemTicker;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What systemd hears. */
@Timeout(60)
class SystemdTest {
    private final HandTicker ticker = new HandTicker(1_234_567_890);

    @TempDir
    private Path directory;

    @Test
    void hearsEachWordOnASocketThatIsAFile() {
        String path = directory.resolve("notify").toString();
        try (NotifySocket socket = new NotifySocket(path)) {
            Systemd systemd = on(path);
            assertThat(systemd.ready()).isTrue();
            assertThat(socket.next()).contains("READY=1");
            assertThat(systemd.status("holds 192.0.2.100, süß\nREADY=0\r\nx")).isTrue();
            assertThat(socket.next()).contains("STATUS=holds 192.0.2.100, süß READY=0 x");
            assertThat(systemd.watchdog()).isTrue();
            assertThat(socket.next()).contains("WATCHDOG=1");
            assertThat(systemd.reloading()).isTrue();
            assertThat(socket.next()).contains("RELOADING=1\nMONOTONIC_USEC=1234567");
            assertThat(systemd.stopping()).isTrue();
            assertThat(socket.next()).contains("STOPPING=1");
            assertThat(socket.next()).isEmpty();
        }
    }

    /** Each word wakes systemd, and everybody who listens on D-Bus. */
    @Test
    void hearsTheSameStatusOnce() {
        String path = directory.resolve("notify").toString();
        Systemd systemd = on(path);
        assertThat(systemd.status("up")).isFalse();
        try (NotifySocket socket = new NotifySocket(path)) {
            assertThat(systemd.status("up")).isTrue();
            assertThat(systemd.status("up")).isTrue();
            assertThat(systemd.status("down")).isTrue();
            assertThat(systemd.status("up")).isTrue();
            assertThat(socket.next()).contains("STATUS=up");
            assertThat(socket.next()).contains("STATUS=down");
            assertThat(socket.next()).contains("STATUS=up");
            assertThat(socket.next()).isEmpty();
        }
    }

    @Test
    void hearsOnAnAbstractSocket() {
        String name = "vip-agent-test-" + UUID.randomUUID();
        try (NotifySocket socket = new NotifySocket("\0" + name)) {
            assertThat(on("@" + name).ready()).isTrue();
            assertThat(socket.next()).contains("READY=1");
        }
    }

    /** A hung systemd must not hang the agent. */
    @Test
    void isNotWaitedForWhereItDoesNotRead() {
        String path = directory.resolve("notify").toString();
        try (NotifySocket socket = new NotifySocket(path)) {
            Systemd systemd = on(path);
            int heard = 0;
            while (systemd.watchdog()) {
                heard++;
            }
            assertThat(heard).isPositive();
            assertThat(socket.next()).contains("WATCHDOG=1");
            assertThat(systemd.watchdog()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "@", "/", "relative", "vsock:2:1234", "/nowhere/at/all", "@nobody-listens-here"})
    void isToldNothingWhereThereIsNoSocket(String name) {
        assertThat(on(name).ready()).isFalse();
        assertThat(on("/" + "x".repeat(200)).ready()).isFalse();
    }

    @Test
    void isNotThereWithoutAnEnvironment() {
        Systemd none = new Systemd(Map.of(), ticker);
        assertThat(none.ready() || none.stopping() || none.reloading() || none.watchdog() || none.status("x"))
                .isFalse();
    }

    /** As often as descriptors would run out. */
    @Test
    void costsNoDescriptor() {
        String path = directory.resolve("notify").toString();
        try (NotifySocket socket = new NotifySocket(path)) {
            Systemd systemd = on(path);
            for (int i = 0; i < 5000; i++) {
                assertThat(systemd.watchdog()).isTrue();
                assertThat(socket.next()).isPresent();
            }
        }
    }

    /** What systemd compares MONOTONIC_USEC with. */
    @Test
    void hasTheClockOfTheSystemsTicker() throws Throwable {
        Linker linker = Linker.nativeLinker();
        var gettime = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("clock_gettime"),
                FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));
        SystemTicker system = new SystemTicker();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment time = arena.allocate(2 * Long.BYTES, Long.BYTES);
            long before = system.nanos();
            assertThat((int) gettime.invokeExact(1, time)).isZero();
            assertThat(time.get(JAVA_LONG, 0) * 1_000_000_000 + time.get(JAVA_LONG, Long.BYTES))
                    .isBetween(before, system.nanos());
        }
    }

    private Systemd on(String socket) {
        return new Systemd(Map.of("NOTIFY_SOCKET", socket), ticker);
    }
}
