package io.vipagent.config;

import static io.vipagent.config.ValueType.BOOL;
import static io.vipagent.config.ValueType.FILE;
import static io.vipagent.config.ValueType.VIRTUAL_ROUTER;
import static io.vipagent.config.ValueType.word;

import io.vipagent.core.text.Labelled;
import io.vipagent.core.vip.VirtualRouter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How keepalived is told and heard: what is in force, the rows of the settings, and how they are read.
 *
 * @param trackFile what it follows, if anything
 * @param onStop what becomes of the track file when the agent is ended
 * @param notifyFifo where it tells its state, if it does
 * @param pidFile where it says which process it is
 * @param instances what keepalived.conf says of its VRRP instances, no name twice
 * @param advertisements whether the advertisements of the other nodes are counted, which needs CAP_NET_RAW
 */
public record KeepalivedSettings(
        Optional<Path> trackFile,
        OnStop onStop,
        Optional<Path> notifyFifo,
        Path pidFile,
        List<VirtualRouter> instances,
        boolean advertisements) {
    static final Setting.Rows<KeepalivedSettings> ROWS = new Setting.Rows<>(KeepalivedSettings.class);

    static final Setting<Optional<Path>> TRACK_FILE = ROWS.value(
                    "keepalived.track-file", FILE.orNone(), KeepalivedSettings::trackFile)
            .or("none")
            .needsRestart()
            .does("Holds 1 while this node may hold the VIP and is absent while it may not: for "
                    + "`track_file` with `weight 0 reverse`. Not touched before the first decision nor, "
                    + "with `on-stop: keep`, at the end.");

    static final Setting<OnStop> ON_STOP = ROWS.value(
                    "keepalived.on-stop", word("", OnStop.class), KeepalivedSettings::onStop)
            .or("keep")
            .needsRestart()
            .does("What becomes of the track file on SIGTERM. `keep`: an upgrade of the agent moves "
                    + "nothing, and keepalived's script is the second line. `fail`: it goes, and the VIP "
                    + "with it: without an agent this node shall not hold it.");

    static final Setting<Optional<Path>> NOTIFY_FIFO = ROWS.value(
                    "keepalived.notify-fifo", FILE.orNone(), KeepalivedSettings::notifyFifo)
            .or("none")
            .mayBe("a FIFO, `none`")
            .needsRestart()
            .does("Where keepalived's `vrrp_notify_fifo` tells its state, in order. Made if missing.");

    static final Setting<Path> PID_FILE = ROWS.value("keepalived.pid-file", FILE, KeepalivedSettings::pidFile)
            .or("/run/keepalived.pid")
            .needsRestart()
            .does("Which process keepalived is: dead or frozen with the VIP left behind is found.");

    static final Setting<VirtualRouter> INSTANCES = ROWS.list(
                    "keepalived.instances", VIRTUAL_ROUTER, KeepalivedSettings::instances)
            .orElse("none")
            .needsRestart()
            .does("What keepalived.conf says of each `vrrp_instance`, for the labels of `vrrp_info`, such as "
                    + "`VI_1/51/eth0/ipv4`. `init` writes it.");

    static final Setting<Boolean> ADVERTISEMENTS = ROWS.value(
                    "keepalived.advertisements", BOOL, KeepalivedSettings::advertisements)
            .or("false")
            .needsRestart()
            .does("`true` counts the VRRP advertisements of the other nodes for `instances`: "
                    + "`vrrp_advertisements_received_total` and others. Needs CAP_NET_RAW (docs/METRICS.md); "
                    + "without it one line in the log says so, and nothing else changes.");

    /** Creates the settings with a copy of {@code instances}. */
    public KeepalivedSettings {
        instances = List.copyOf(instances);
    }

    /** What becomes of the track file when the agent is stopped in good order. */
    public enum OnStop implements Labelled {
        /** The file stays: a restart or an upgrade moves nothing. */
        KEEP,
        /** The permission is taken away: no node holds the VIP without an agent that stands for it. */
        FAIL;
    }

    /** Returns how keepalived is told and heard. */
    static KeepalivedSettings read(SettingValues values) {
        KeepalivedSettings keepalived = new KeepalivedSettings(
                values.value(TRACK_FILE),
                values.value(ON_STOP),
                values.value(NOTIFY_FIFO),
                values.value(PID_FILE),
                values.list(INSTANCES),
                values.value(ADVERTISEMENTS));
        List<String> names =
                keepalived.instances().stream().map(VirtualRouter::name).toList();
        values.once(INSTANCES, names, name -> name);
        if (keepalived.advertisements() && keepalived.instances().isEmpty()) {
            values.say(
                    ADVERTISEMENTS,
                    "needs keepalived.instances, each " + INSTANCES.type().form());
        }
        if (keepalived.trackFile().isPresent() && keepalived.trackFile().equals(keepalived.notifyFifo())) {
            values.say(NOTIFY_FIFO, "the same file as keepalived.track-file");
        }
        return keepalived;
    }
}
