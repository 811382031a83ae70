package io.vipagent.agent;

import io.vipagent.agent.monitor.ProbeLoop;
import io.vipagent.config.Settings;
import io.vipagent.platform.linux.Descriptors;
import java.util.Optional;

/**
 * How many file descriptors an agent takes beside those that a process has from its start, so that it can probe, write
 * its track file and answer somebody: with fewer it would run, and be of no use.
 */
final class DescriptorNeeds {
    /**
     * The listening sockets of HTTP and control, a socket and an eventfd for changes of addresses, the history, the null
     * device, and what three threads of HTTP wait with: as {@code strace} shows it of the binary.
     */
    private static final int OF_EVERY_AGENT = 12;

    /** What a thread that probes waits with: epoll(7) and eventfd(2). */
    private static final int OF_A_THREAD = 2;

    /** What is open for a moment: the next track file, a file of /proc, a fresh connection, a look at the interfaces. */
    private static final int FOR_A_MOMENT = 4;

    /** One of the control socket, one of agent-check, and of HTTP one of this node and one of another. */
    private static final int CLIENTS = 4;

    private DescriptorNeeds() {}

    /** Returns how many {@code settings} need beside those that are open. */
    static int of(Settings settings) {
        return OF_EVERY_AGENT
                + ofTargets(settings)
                + (settings.agentCheck().listen().isPresent() ? 1 : 0)
                + (settings.keepalived().notifyFifo().isPresent() ? 1 : 0)
                + (settings.keepalived().advertisements()
                        ? settings.keepalived().instances().size()
                        : 0)
                + settings.peers().urls().size()
                + FOR_A_MOMENT
                + CLIENTS;
    }

    /** Returns what is wrong where {@code open} of at most {@code limit} are open before the agent starts. */
    static Optional<String> problem(Settings settings, int open, int limit) {
        int needed = open + of(settings);
        return limit >= needed
                ? Optional.empty()
                : Optional.of("file descriptors: at most " + limit + " may be open, of which " + open
                        + " are, expected at least " + needed + " for " + targets(settings)
                        + " and what listens, such as by ulimit -n or LimitNOFILE= of systemd");
    }

    /** Returns what is wrong where the targets of {@code next} need more, and {@code spare} are left. */
    static Optional<String> problem(Settings settings, Settings next, int spare) {
        int more = ofTargets(next) - ofTargets(settings);
        return more <= Math.max(0, spare)
                ? Optional.empty()
                : Optional.of("file descriptors: " + spare + " more may be open, expected at least " + more + " for "
                        + targets(next) + ", where there were "
                        + settings.targets().size()
                        + ", such as by ulimit -n or LimitNOFILE= of systemd and a restart");
    }

    /** Returns what is wrong now, before the agent starts. */
    static Optional<String> problem(Settings settings) {
        return problem(settings, Descriptors.open(), Descriptors.limit());
    }

    private static int ofTargets(Settings settings) {
        int targets = settings.targets().size();
        return targets + OF_A_THREAD * Math.min(targets, ProbeLoop.MAX_THREADS);
    }

    private static String targets(Settings settings) {
        int targets = settings.targets().size();
        return targets == 1 ? "one target" : targets + " targets";
    }
}
