package io.vipagent.agent;

import io.micrometer.core.instrument.MeterRegistry;
import io.vipagent.agent.keepalived.KeepalivedProcess;
import io.vipagent.agent.keepalived.NotifyFifo;
import io.vipagent.agent.keepalived.NotifyNotes;
import io.vipagent.agent.metrics.VipMetrics;
import io.vipagent.agent.metrics.VirtualRouterMetrics;
import io.vipagent.agent.peers.HttpPeerClient;
import io.vipagent.agent.peers.PeerBoard;
import io.vipagent.agent.peers.PeerPoll;
import io.vipagent.agent.vip.AddressSignals;
import io.vipagent.agent.vip.AdvertListener;
import io.vipagent.agent.vip.HostInterfaces;
import io.vipagent.agent.vip.VipPresences;
import io.vipagent.agent.vip.VipWatch;
import io.vipagent.config.Settings;
import io.vipagent.core.protocol.NotifyLine.Event;
import io.vipagent.core.protocol.NotifyLine.PriorityChange;
import io.vipagent.core.protocol.NotifyLine.VrrpKind;
import io.vipagent.core.protocol.NotifyNote;
import io.vipagent.core.status.VipStatus;
import io.vipagent.core.vip.HolderRule;
import io.vipagent.core.vip.Peer;
import io.vipagent.core.vip.VipConsistency.Permission;
import io.vipagent.core.vip.VipPresence;
import io.vipagent.core.vip.VrrpBoard;
import io.vipagent.core.vip.VrrpInstanceState;
import io.vipagent.core.wire.AdvertRule;
import io.vipagent.platform.linux.AddressEvents;
import io.vipagent.platform.linux.Fifo;
import io.vipagent.platform.time.Ticker;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * What is known of the VIP beside the probes: where it is, what VRRP says, what the peers say, and whether that agrees.
 */
final class VipService implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger("vip-agent");

    /** The watch looks at least once a second. */
    private static final Duration MAX_LOOK_AGE = Duration.ofSeconds(3);

    private static final Duration MAX_NOTE_AGE = Duration.ofDays(36_500);

    private final Settings settings;
    private final Ticker ticker;
    private final VipLog log;
    private final LimitedLog warnings;
    private final VipMetrics metrics;
    private final VirtualRouterMetrics routers;
    private final VrrpBoard vrrp;
    private final KeepalivedProcess process;
    private final NotifyNotes notes;
    private final Optional<NotifyFifo> fifo;
    private final Optional<PeerBoard> peers;
    private final VipConsistencyTracker judgement;
    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private volatile Optional<VipWatch> watch = Optional.empty();

    /** Nothing is looked at before {@link #start}. */
    VipService(Settings settings, Ticker ticker, MeterRegistry registry, HistoryLog history) {
        this.settings = settings;
        this.log = new VipLog(history);
        this.ticker = ticker;
        this.warnings = new LimitedLog(LOG::warn, ticker);
        this.metrics = new VipMetrics(registry, this::report);
        this.routers = new VirtualRouterMetrics(registry, ticker);
        this.vrrp = new VrrpBoard(this::heard, ticker.nanos());
        this.process = new KeepalivedProcess(settings.keepalived().pidFile());
        this.notes = new NotifyNotes(settings.socket(), warnings.of("notes"));
        this.fifo = settings.keepalived()
                .notifyFifo()
                .map(path -> new NotifyFifo(path, VipService::makeFifo, this::hear, this::hear, warnings.of("FIFO")));
        this.peers = peers();
        this.judgement = new VipConsistencyTracker(log, ticker.nanos());
    }

    /** Begins to look and to listen. */
    void start() {
        AddressSignals signals = AddressEvents.open(why -> LOG.info("the VIP is looked for once a second: " + why))
                .map(AddressSignals::of)
                .orElseGet(() -> AddressSignals.none(ticker));
        VipWatch looking = VipWatch.start(settings.vips(), new HostInterfaces(), signals, ticker, this::seen);
        watch = Optional.of(looking);
        running.push(looking);
        fifo.ifPresent(running::push);
        metrics.watch(
                looking::missed,
                () -> notes.malformed() + fifo.map(NotifyFifo::malformed).orElse(0L));
        routers.describe(settings.keepalived().instances());
        if (settings.keepalived().advertisements()) {
            AdvertListener listener = AdvertListener.start(
                    new AdvertRule(settings.keepalived().instances(), Set.copyOf(settings.vips())),
                    ticker,
                    routers,
                    LOG::warn);
            routers.count(settings.keepalived().instances(), listener::hears);
            running.push(listener);
        }
        peers.ifPresent(board -> {
            HttpPeerClient client = HttpPeerClient.keepingAlive(ticker, LOG::warn);
            running.push(client);
            running.push(PeerPoll.start(board, client, PeerPoll.DEFAULT, ticker));
        });
        housekeep(Permission.UNKNOWN);
    }

    /** Takes keepalived's word, as of now. Groups of instances say nothing that their instances do not. */
    void hear(Event event) {
        if (event.kind() == VrrpKind.INSTANCE
                && !vrrp.hear(event.name(), event.state(), event.priority(), ticker.wall(), ticker.nanos())) {
            warnings.of("instances")
                    .accept("VRRP: more than " + VrrpBoard.MAX_INSTANCES + " instances; not followed: " + event.name());
        }
    }

    private void hear(PriorityChange change) {
        vrrp.hearPriority(change.name(), change.priority(), ticker.nanos());
    }

    /** Looks after what nobody else wakes; called once a second. */
    void housekeep(Permission permission) {
        notes.take(this::hear);
        fifo.ifPresent(NotifyFifo::housekeep);
        peers.ifPresent(PeerBoard::judge);
        judgement.take(vrrp.view(), presences(), permission, process.look(), ticker.nanos());
        log.tellOmitted(ticker.nanos());
        warnings.tellOmitted(ticker.nanos());
    }

    /** Returns what is known at this moment. */
    VipStatus report() {
        return new VipStatus(
                settings.vips(),
                presences(),
                vrrp.view(),
                judgement.keepalived(),
                judgement.findings(),
                peers.map(PeerBoard::view));
    }

    /** Leaves what keepalived said to the next agent: keepalived will not say it again. */
    @Override
    public void close() throws Exception {
        while (!running.isEmpty()) {
            running.pop().close();
        }
        long end = ticker.nanos() + LimitedLog.INTERVAL.toNanos();
        log.tellOmitted(end);
        warnings.tellOmitted(end);
        for (VrrpInstanceState instance : vrrp.view().instances()) {
            Event event = new Event(
                    VrrpKind.INSTANCE,
                    instance.name(),
                    instance.state(),
                    instance.priority().orElse(0));
            NotifyNotes.leave(settings.socket(), new NotifyNote(instance.since(), event));
        }
    }

    private void seen(VipPresence before, VipPresence after) {
        log.seen(before, after);
        metrics.seen(after);
    }

    private void heard(Optional<VrrpInstanceState> before, VrrpInstanceState after) {
        log.heard(before, after, ticker.nanos());
        metrics.heard(before, after);
    }

    private void hear(NotifyNote note) {
        long ago = ago(note.at());
        Event event = note.event();
        if (event.kind() == VrrpKind.INSTANCE) {
            vrrp.hear(event.name(), event.state(), event.priority(), note.at(), ticker.nanos() - ago);
        }
    }

    /** A file's time is what somebody gave it, and may be centuries away. */
    private long ago(Instant at) {
        Duration ago = Duration.between(at, ticker.wall());
        return ago.isNegative() ? 0 : ago.compareTo(MAX_NOTE_AGE) > 0 ? MAX_NOTE_AGE.toNanos() : ago.toNanos();
    }

    /** Returns those that are fresh. */
    private List<VipPresence> presences() {
        return watch.flatMap(VipWatch::presences)
                .filter(seen -> ticker.nanos() - seen.lookedNanos() <= MAX_LOOK_AGE.toNanos())
                .map(VipPresences::vips)
                .orElse(List.of());
    }

    private Optional<PeerBoard> peers() {
        List<Peer> all = settings.peers().urls().stream()
                .map(url -> new Peer(
                        url,
                        Optional.of(settings.peers().tlsSettings(url))
                                .filter(_ -> url.getScheme().equals("https"))))
                .toList();
        HolderRule rule = HolderRule.of(settings.node(), PeerPoll.DEFAULT);
        return all.isEmpty() ? Optional.empty() : Optional.of(new PeerBoard(all, rule, ticker, this::presences, log));
    }

    private static void makeFifo(Path path, String mode) throws IOException {
        Fifo.make(path, PosixFilePermissions.fromString(mode));
    }
}
