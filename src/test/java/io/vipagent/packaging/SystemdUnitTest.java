package io.vipagent.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The promises of the unit that no tool knows of; systemd-analyze looks at the rest when the package is tested. */
class SystemdUnitTest {
    private static final Path DIRECTORY = Path.of("src/packaging/systemd");

    private final List<String> unit;

    SystemdUnitTest() throws IOException {
        unit = Files.readAllLines(DIRECTORY.resolve("vip-agent.service"));
    }

    @Test
    void runsTheBinaryAsAnOrdinaryUserWithoutAShell() {
        assertThat(unit)
                .contains("ExecStart=/usr/bin/vip-agent run", "User=vip-agent", "Group=vip-agent")
                .contains("CapabilityBoundingSet=", "AmbientCapabilities=", "NoNewPrivileges=yes");
        assertThat(unit.stream().filter(line -> line.startsWith("Exec")))
                .containsExactly("ExecStart=/usr/bin/vip-agent run", "ExecReload=kill -HUP $MAINPID");
    }

    @Test
    void anUpgradeLosesNeitherTheTrackFileNorADrain() {
        assertThat(unit).contains("RuntimeDirectory=vip-agent", "RuntimeDirectoryPreserve=yes");
    }

    @Test
    void comesBackWhateverHappensAndEndsWellOnSigterm() {
        assertThat(unit).contains("Restart=always", "StartLimitIntervalSec=0", "SuccessExitStatus=143");
        // Longer than agent-check.release may be.
        assertThat(unit).contains("TimeoutStopSec=5");
    }

    @Test
    void tellsSystemdWhenItIsReadyAndThatItLives() {
        assertThat(unit).contains("Type=notify", "NotifyAccess=main", "WatchdogSec=10");
    }

    /** Its memory has the client key and the token. */
    @Test
    void leavesNoCoreBehind() {
        assertThat(unit).contains("LimitCORE=0");
    }

    @Test
    void seesKeepalivedsProcess() {
        assertThat(unit).contains("ProtectProc=default", "ProcSubset=all");
    }

    @Test
    void theirGroupReachesTheSocketAndNobodyElse() throws IOException {
        assertThat(unit).contains("RuntimeDirectoryMode=0750");
        assertThat(DIRECTORY.resolve("vip-agent.tmpfiles"))
                .content()
                .contains("d /run/vip-agent 0750 vip-agent vip-agent -");
        assertThat(DIRECTORY.resolve("vip-agent.sysusers")).content().startsWith("u vip-agent ");
    }
}
