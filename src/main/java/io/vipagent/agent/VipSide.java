package io.vipagent.agent;

import io.micrometer.core.instrument.MeterRegistry;
import io.vipagent.config.Settings;
import io.vipagent.keepalived.KeepalivedProcess;
import io.vipagent.keepalived.NotifyFifo;
import io.vipagent.keepalived.NotifyLine.Event;
import io.vipagent.keepalived.NotifyLine.Kind;
import io.vipagent.keepalived.NotifyNote;
import io.vipagent.keepalived.NotifyNotes;
import io.vipagent.kernel.AddressEvents;
import io.vipagent.kernel.Fifo;
import io.vipagent.metrics.VipMetrics;
import io.vipagent.peers.HolderRule;
import io.vipagent.peers.HttpInquiry;
import io.vipagent.peers.Peer;
import io.vipagent.peers.PeerBoard;
import io.vipagent.peers.PeerPoll;
import io.vipagent.status.VipReport;
import io.vipagent.time.Ticker;
import io.vipagent.vip.Consistency.Permission;
import io.vipagent.vip.HostInterfaces;
import io.vipagent.vip.Sighting;
import io.vipagent.vip.Sightings;
import io.vipagent.vip.VipWatch;
import io.vipagent.vip.VrrpBoard;
import io.vipagent.vip.VrrpInstance;
import io.vipagent.vip.WakeUps;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** What is known of the VIP beside the probes: where it is, what VRRP says, what the peers say, and whether that agrees. */
final class VipSide implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger("vip-agent");

    /** The watch looks at least once a second. */
    private static final Duration BELIEVED = Duration.ofSeconds(3);

    private final Settings settings;
    private final Ticker ticker;
    private final VipLog log = new VipLog();
    private final VipMetrics metrics;
    private final VrrpBoard vrrp;
    private final KeepalivedProcess process;
    private final NotifyNotes notes;
    private final Optional<NotifyFifo> fifo;
    private final Optional<PeerBoard> peers;
    private final Judgement judgement;
    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private volatile Optional<VipWatch> watch = Optional.empty();

    /** Nothing is looked at before {@link #start}. */
    VipSide(Settings settings, Ticker ticker, MeterRegistry registry) {
        this.settings = settings;
        this.ticker = ticker;
        this.metrics = new VipMetrics(registry, this::report);
        this.vrrp = new VrrpBoard(this::heard, ticker.nanos());
        this.process = new KeepalivedProcess(settings.keepalived().pidFile());
        this.notes = new NotifyNotes(settings.socket(), LOG::warn);
        this.fifo = settings.keepalived()
                .notifyFifo()
                .map(path -> new NotifyFifo(path, VipSide::makeFifo, this::hear, LOG::warn));
        this.peers = peers();
        this.judgement = new Judgement(log, ticker.nanos());
    }

    /** Begins to look and to listen. */
    void start() {
        WakeUps wakeUps = AddressEvents.open(why -> LOG.info("the VIP is looked for once a second: " + why))
                .map(WakeUps::of)
                .orElseGet(() -> WakeUps.none(ticker));
        VipWatch looking = VipWatch.start(settings.vips(), new HostInterfaces(), wakeUps, ticker, this::seen);
        watch = Optional.of(looking);
        running.push(looking);
        fifo.ifPresent(running::push);
        metrics.watch(
                looking::missed,
                () -> notes.malformed() + fifo.map(NotifyFifo::malformed).orElse(0L));
        peers.ifPresent(board ->
                running.push(PeerPoll.start(board, new HttpInquiry(ticker, LOG::warn), PeerPoll.DEFAULT, ticker)));
        housekeep(Permission.UNKNOWN);
    }

    /** Takes keepalived's word, as of now. Groups of instances say nothing that their instances do not. */
    void hear(Event event) {
        if (event.kind() == Kind.INSTANCE
                && !vrrp.hear(event.name(), event.state(), event.priority(), ticker.wall(), ticker.nanos())) {
            LOG.warn("VRRP: more than " + VrrpBoard.MOST + " instances; not followed: " + event.name());
        }
    }

    /** Once a second. */
    void housekeep(Permission permission) {
        notes.take(this::hear);
        fifo.ifPresent(NotifyFifo::housekeep);
        peers.ifPresent(PeerBoard::judge);
        judgement.take(vrrp.view(), sightings(), permission, process.look(), ticker.nanos());
    }

    /** What is known at this moment. */
    VipReport report() {
        return new VipReport(
                settings.vips(),
                sightings(),
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
        for (VrrpInstance instance : vrrp.view().instances()) {
            Event event = new Event(
                    Kind.INSTANCE,
                    instance.name(),
                    instance.state(),
                    instance.priority().orElse(0));
            NotifyNotes.leave(settings.socket(), new NotifyNote(instance.since(), event));
        }
    }

    private void seen(Sighting before, Sighting after) {
        log.seen(before, after);
        metrics.seen(after);
    }

    private void heard(Optional<VrrpInstance> before, VrrpInstance after) {
        log.heard(before, after);
        metrics.heard(before, after);
    }

    private void hear(NotifyNote note) {
        long ago = Math.max(0, Duration.between(note.at(), ticker.wall()).toNanos());
        Event event = note.event();
        if (event.kind() == Kind.INSTANCE) {
            vrrp.hear(event.name(), event.state(), event.priority(), note.at(), ticker.nanos() - ago);
        }
    }

    /** Those that are fresh. */
    private List<Sighting> sightings() {
        return watch.flatMap(VipWatch::sightings)
                .filter(seen -> ticker.nanos() - seen.lookedNanos() <= BELIEVED.toNanos())
                .map(Sightings::vips)
                .orElse(List.of());
    }

    private Optional<PeerBoard> peers() {
        List<Peer> all = settings.peers().urls().stream()
                .map(url -> new Peer(
                        url,
                        Optional.of(settings.peers().trust(url))
                                .filter(_ -> url.getScheme().equals("https"))))
                .toList();
        HolderRule rule = HolderRule.of(settings.node(), PeerPoll.DEFAULT);
        return all.isEmpty() ? Optional.empty() : Optional.of(new PeerBoard(all, rule, ticker, this::sightings, log));
    }

    private static void makeFifo(Path path, String mode) throws IOException {
        Fifo.make(path, PosixFilePermissions.fromString(mode));
    }
}
