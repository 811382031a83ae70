package io.vipagent.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.agent.keepalived.KeepalivedProcess;
import io.vipagent.agent.keepalived.NotifyFifo;
import io.vipagent.agent.keepalived.NotifyNotes;
import io.vipagent.core.protocol.NotifyNote;
import io.vipagent.core.vip.KeepalivedState;
import io.vipagent.core.vip.Since;
import io.vipagent.core.vip.VipConsistency;
import io.vipagent.core.vip.VipConsistency.Observations;
import io.vipagent.core.vip.VipConsistency.Permission;
import io.vipagent.core.vip.VipFinding;
import io.vipagent.core.vip.VipInconsistency;
import io.vipagent.core.vip.VipPresence;
import io.vipagent.core.vip.VrrpBoard;
import io.vipagent.core.vip.VrrpInstanceState;
import io.vipagent.core.vip.VrrpState;
import io.vipagent.core.vip.VrrpView;
import io.vipagent.lab.Daemon;
import io.vipagent.lab.Lab;
import io.vipagent.lab.Node;
import io.vipagent.lab.Shell;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What Debian's keepalived really says on its FIFO and to its {@code notify}, and how its processes look. */
@Tag("side-by-side")
@Timeout(120)
class KeepalivedNotifyE2E {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    @AutoClose
    private static Lab lab;

    private static Node node;

    private final List<String> warnings = new CopyOnWriteArrayList<>();
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final VrrpBoard board =
            new VrrpBoard((before, after) -> heard.add(after.state().name()), 0);

    private Path home;
    private Path fifoPath;
    private Path track;
    private NotifyFifo fifo;
    private Daemon keepalived;

    @BeforeAll
    static void open() {
        lab = Lab.open(1, "keepalived");
        node = lab.node(1);
    }

    @BeforeEach
    void make() throws IOException {
        home = Files.createDirectories(node.directory().resolve("test" + NUMBER.incrementAndGet()));
        fifoPath = home.resolve("fifo");
        track = Files.writeString(home.resolve("track"), "1\n");
        fifo = listener();
    }

    @AfterEach
    void end() {
        fifo.close();
        keepalived.close();
        assertThat(warnings).isEmpty();
    }

    @Test
    void theFifoTellsEveryTransition() throws Exception {
        fifo.housekeep();
        startKeepalived();
        awaitState(VrrpState.MASTER);
        lab.await("it has the VIP", node::holdsVip);
        Files.delete(track);
        awaitState(VrrpState.FAULT);
        lab.await("it has released the VIP", () -> !node.holdsVip());
        Files.writeString(track, "1\n");
        awaitState(VrrpState.MASTER);
        keepalived.terminate();
        awaitState(VrrpState.STOP);

        assertThat(heard).containsExactly("BACKUP", "MASTER", "FAULT", "BACKUP", "MASTER", "STOP");
        assertThat(board.view().instances())
                .extracting(VrrpInstanceState::name, VrrpInstanceState::transitions)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("VI one", 5L));
        assertThat(fifo.malformed()).isZero();
    }

    @Test
    void whatIsSaidWithoutAnAgentWaitsInTheFifo() throws Exception {
        fifo.housekeep();
        startKeepalived();
        awaitState(VrrpState.MASTER);
        fifo.close();
        Files.delete(track);
        lab.await("it has released the VIP", () -> !node.holdsVip());
        assertThat(state()).contains(VrrpState.MASTER);

        fifo = listener();
        fifo.housekeep();
        awaitState(VrrpState.FAULT);
    }

    /** The one that keepalived makes goes with it; ours stays. */
    @Test
    void aFifoOfKeepalivedIsReplacedByOurs() throws Exception {
        startKeepalived();
        lab.await("keepalived has made it", () -> Files.exists(fifoPath));
        fifo.housekeep();
        awaitState(VrrpState.MASTER);
        keepalived.terminate();
        keepalived.await();
        awaitState(VrrpState.STOP);
        assertThat(fifoPath).doesNotExist();

        fifo.housekeep();
        fifo.housekeep();
        startKeepalived();
        awaitState(VrrpState.MASTER);
        keepalived.terminate();
        keepalived.await();
        awaitState(VrrpState.STOP);
        assertThat(fifoPath).exists();
    }

    /** Its scripts run with a umask of 0177, and more than one at a time. */
    @Test
    void notifyLeavesNotesForAnAgentToCome() throws IOException {
        NotifyNotes notes = new NotifyNotes(socket(), warnings::add);
        startKeepalived();
        lab.await("it has the VIP", node::holdsVip);
        lab.await("notify has said so", () -> {
            notes.take(this::hear);
            return state().equals(Optional.of(VrrpState.MASTER));
        });
        // Not its end: of that its script has a second to tell, which is too little for a JVM.
        Files.delete(track);
        lab.await("notify has said that it lets go", () -> {
            notes.take(this::hear);
            return state().equals(Optional.of(VrrpState.FAULT));
        });
        assertThat(notes.malformed()).isZero();
        VrrpInstanceState instance = board.view().instances().getFirst();
        assertThat(instance.name()).isEqualTo("VI one");
        assertThat(instance.priority()).hasValue(100);
        assertThat(instance.since()).isBetween(Instant.now().minusSeconds(60), Instant.now());
    }

    @Test
    void aFrozenOrKilledKeepalivedLeavesTheAddressBehind() throws Exception {
        Path pids = node.directory().resolve("keepalived");
        KeepalivedProcess process = new KeepalivedProcess(pids.resolve("keepalived.pid"));
        fifo.housekeep();
        startKeepalived();
        awaitState(VrrpState.MASTER);
        lab.await("it has the VIP", node::holdsVip);
        String child = Files.readString(pids.resolve("vrrp.pid")).strip();
        assertThat(process.look()).isEqualTo(KeepalivedState.ALIVE);
        assertThat(findings(process.look())).containsExactly(VipInconsistency.CONSISTENT);

        signal("STOP", child);
        lab.await("it is frozen", () -> process.look() == KeepalivedState.FROZEN);
        assertThat(findings(process.look())).containsExactly(VipInconsistency.ADDRESS_WITHOUT_KEEPALIVED);
        signal("CONT", child);
        lab.await("it runs", () -> process.look() == KeepalivedState.ALIVE);
        keepalived.freeze();
        lab.await("its parent is frozen", () -> process.look() == KeepalivedState.FROZEN);

        // The parent first would take the child with it, which then releases the address.
        signal("KILL", child);
        keepalived.kill();
        lab.await("it is gone", () -> process.look() == KeepalivedState.GONE);
        assertThat(node.holdsVip()).isTrue();
        assertThat(findings(process.look())).containsExactly(VipInconsistency.ADDRESS_WITHOUT_KEEPALIVED);

        // A zombie of it, which some init may leave, would pass for a keepalived that runs.
        Files.delete(pids.resolve("keepalived.pid"));
        Files.delete(pids.resolve("vrrp.pid"));
        startKeepalived();
        lab.await("it runs", () -> process.look() == KeepalivedState.ALIVE);
    }

    private List<VipInconsistency> findings(KeepalivedState condition) {
        Optional<String> where = node.holdsVip() ? Optional.of("eth0") : Optional.empty();
        VrrpView vrrp = board.view();
        Observations facts = new Observations(
                new VrrpView(vrrp.instances(), new Since<>(vrrp.master().value(), 0)),
                List.of(new Since<>(new VipPresence(InetAddress.ofLiteral(Lab.VIP), where, true), 0)),
                new Since<>(Permission.YES, 0),
                new Since<>(condition, 0));
        return new VipConsistency(1)
                .judge(facts, 1).stream().map(VipFinding::finding).toList();
    }

    private void awaitState(VrrpState state) {
        lab.await("the board says " + state, () -> state().equals(Optional.of(state)));
    }

    private Optional<VrrpState> state() {
        return board.view().instances().stream().map(VrrpInstanceState::state).findFirst();
    }

    private void hear(NotifyNote note) {
        board.hear(
                note.event().name(),
                note.event().state(),
                note.event().priority(),
                note.at(),
                note.at().toEpochMilli());
    }

    private NotifyFifo listener() {
        return new NotifyFifo(
                fifoPath,
                (path, mode) -> Shell.run(List.of("mkfifo", path.toString())),
                event -> board.hear(event.name(), event.state(), event.priority(), Instant.now(), System.nanoTime()),
                warnings::add);
    }

    private static void signal(String signal, String pid) {
        Shell.run(List.of("/bin/sh", "-c", "kill -" + signal + " " + pid));
    }

    private Path socket() {
        return home.resolve("agent.sock");
    }

    private void startKeepalived() {
        keepalived = node.startKeepalived("""
                global_defs {
                    router_id %s
                    enable_script_security
                    script_user root
                    vrrp_notify_fifo %s
                }
                track_file may_hold_vip {
                    file "%s"
                    weight 0 reverse
                }
                vrrp_instance "VI one" {
                    version 3
                    state BACKUP
                    interface eth0
                    virtual_router_id 51
                    priority 100
                    advert_int 0.5
                    virtual_ipaddress { %s/32 }
                    track_file { may_hold_vip weight 0 reverse }
                    notify "%s notify --socket %s"
                }
                """.formatted(
                        node.name(), fifoPath, track, Lab.VIP, lab.directory().resolve("vip-agent"), socket()));
    }
}
