package io.vipagent.tools.init.cluster;

import io.vipagent.core.health.DecisionRule;
import io.vipagent.core.protocol.AgentRequest;
import io.vipagent.core.target.ProbeSchedule;
import io.vipagent.core.text.Labelled;
import java.time.Duration;
import java.util.Optional;

/**
 * How fast a fault is found and the VIP moved. All of the timing is here, and nowhere else.
 *
 * <p>A fault begins up to one interval at rest before the probe that meets it; that probe and {@code fall − 1} more
 * must fail, each after the whole timeout where nobody answers. {@link ProbeSchedule#detection} is all of that but the
 * first term, {@link ProbeSchedule#known} all of it. A process that dies is known at once, by the connection that is
 * kept with it.
 *
 * <p>At rest a target is asked seldomer, and every one at once as often as in trouble where one is late or wrong. Of
 * another node's apiserver nothing is decided but whether it is better, and before that it is asked again: so it is
 * asked the most seldom.
 *
 * <p>A full question takes the first tick behind its interval: at rest each one, and in trouble every second.
 *
 * <p>A handshake costs both sides as much as dozens of answers over a kept connection, so a fresh one is rare at rest:
 * it finds nothing but a server that answers those it knows and takes no others.
 *
 * <p>Being slow is not a fault: past the timeout an answer is late, and only silence, or an answer that is wrong,
 * speaks against an apiserver. So a short timeout costs nothing but weight in haproxy, and all timeouts may be short.
 *
 * <p>One counts, never both: keepalived alone in the profile kubeadm, as in the guide, and the agent alone in the
 * others. keepalived never turns on one run of its script, in no profile and in neither direction: one may be the
 * machine's, and where the agent is gone nobody else has counted. The script's own deadline follows from keepalived's
 * timeout ({@link Vrrp#check}).
 *
 * <p>No profile turns on two failures: where one probe in a hundred is lost, two consecutive ones are lost every
 * quarter of an hour at ten probes a second, and three consecutive ones about once a day.
 *
 * <p>With weight 0 keepalived's instance goes to FAULT and says so with an advertisement of priority 0; the best backup
 * takes the VIP after its skew, {@code (256 − priority) ÷ 256 × advert}: less than one advertisement. With a negative
 * weight the holder goes on advertising and a backup preempts it only after {@code 3 × advert + skew}. A holder that is
 * dead or frozen is missed after {@code 3 × advert + skew} in either case. More advertisements than three
 * ({@link #missedAdverts}) outlast a pause of the holder.
 *
 * <p>haproxy must know before keepalived: a hung apiserver gets one connection in N, and the agent's frontend target
 * would meet it. haproxy learns it by the agent-check, whose answer waits for news: {@link ProbeSchedule#known} of that
 * apiserver after the fault. Where haproxy is between two questions just then it hears it {@link #left} after the fault
 * at the latest. The frontend's verdict comes {@link ProbeSchedule#detection} after the fault at the earliest, and of
 * its connections all but the first would have to go to that server. ProfileTest holds the two together.
 *
 * <p>haproxy's own check is the second line: for a node whose agent is gone, and for the node that is gone whole. It
 * waits as long as the most patient of the agents' probes, so that it never calls an apiserver dead that they call
 * slow. A handshake belongs to the connection and has {@link #CONNECT_TIMEOUT} alone, so as many late ones as it takes
 * must last that long as well ({@link Checks#lateHandshakes}).
 */
public enum Profile implements Labelled {
    /** The timing of kubeadm's guide, with a safer check: 30 s and more. */
    KUBEADM(
            new ProbeSchedule(millis(500), millis(1000), 2, 3),
            frontend(millis(500), millis(1000), 1, 1),
            new Vrrp(2, millis(1000), 3, 2, 10, 2, true),
            new Checks(millis(2000), millis(1000), millis(2000), 3, 2, millis(1000)),
            new Lease(15, 10, 2)),
    /** About a second: the default. */
    RECOMMENDED(
            resting(new ProbeSchedule(millis(200), millis(250), 2, 3), millis(500), millis(400), millis(10_000)),
            resting(frontend(millis(150), millis(250), 2, 5), millis(500), millis(5000), millis(10_000)),
            new Vrrp(3, millis(200), 3, 2, 2, 2, false),
            new Checks(millis(10_000), millis(500), millis(1000), 4, 2, millis(200)),
            new Lease(5, 3, 1)),
    /**
     * About half a second. Twice as many questions to the apiservers and advertisements on the network, and a sooner
     * end of the benefit of the doubt: an apiserver that is silent for half a second, while another is well, is left.
     */
    FAST(
            new ProbeSchedule(millis(100), millis(150), 2, 3),
            frontend(millis(100), millis(150), 2, 5),
            new Vrrp(3, millis(100), 3, 2, 2, 2, false),
            new Checks(millis(2000), millis(500), millis(1000), 4, 2, millis(100)),
            new Lease(3, 2, 1));

    /**
     * How long an apiserver may be silent before silence alone speaks against it: of the agents' probes and haproxy's
     * check.
     */
    static final Duration PATIENCE = ProbeSchedule.DEFAULT_PATIENCE;

    /** RFC 5798, 6.1: Master_Down_Interval. */
    private static final int MISSED_ADVERTS = 3;

    private static final Duration MIN_FULL_INTERVAL = millis(10_000);
    private static final Duration FULL_INTERVAL_PER_NODE = millis(5000);

    /** Another node's apiserver is asked at least so seldom at rest, if at all: nothing is decided by it alone. */
    private static final Duration MIN_BACKEND_REST = millis(3000);

    /**
     * The agent of a load balancer, beside which no other agent tells haproxy of an apiserver, asks in full so often.
     */
    private static final Duration BALANCER_FULL_INTERVAL = millis(1000);

    private static final Duration START_AND_END = millis(500);

    /**
     * How long an agent may hold back an answer to haproxy that would only repeat that all is well: news comes at once,
     * and at rest a question every third second is enough. Below haproxy's {@code timeout check}.
     */
    static final Duration AGENT_HOLD = AgentRequest.MAX_WAIT;

    /** How long haproxy waits for a connection to an apiserver before it tries another one. */
    static final Duration CONNECT_TIMEOUT = millis(1000);

    private final ProbeSchedule apiserver;
    private final ProbeSchedule frontend;
    private final Vrrp vrrp;
    private final Checks checks;
    private final Lease lease;

    Profile(ProbeSchedule apiserver, ProbeSchedule frontend, Vrrp vrrp, Checks checks, Lease lease) {
        this.apiserver = apiserver;
        this.frontend = frontend;
        this.vrrp = vrrp;
        this.checks = checks;
        this.lease = lease;
    }

    /**
     * keepalived's part. keepalived before 2.3.2 reads whole seconds; from 2.1.3 to 2.3.2 it runs a script a second
     * time where the first run outlives the interval, so the timeout is at most the interval, and above check's own 1.5
     * s.
     *
     * @param version of the protocol; only 2 knows passwords
     * @param advert from one advertisement to the next; whole seconds in version 2
     * @param interval of the script, in seconds
     * @param timeout of the script, in seconds
     * @param fall consecutive failures, more than one; with a track file it counts only where the agent is gone
     * @param rise consecutive successes, more than one
     * @param weighted whether a failing node only loses priority, as in the guide, and follows no track file
     */
    record Vrrp(int version, Duration advert, int interval, int timeout, int fall, int rise, boolean weighted) {
        /**
         * Returns what check may take of keepalived's timeout: the rest is for a busy node to start it and to hear its
         * end.
         */
        Duration check() {
            return Duration.ofSeconds(timeout).minus(START_AND_END);
        }
    }

    /**
     * haproxy's part: its checks of the apiservers.
     *
     * @param inter from check to check
     * @param fastinter while a server is on its way up or down
     * @param downinter while it is down
     * @param agentInter from the answer to an agent-check to the next one
     */
    record Checks(Duration inter, Duration fastinter, Duration downinter, int fall, int rise, Duration agentInter) {
        /** Returns how long a check may take once it is connected. */
        Duration check() {
            return PATIENCE;
        }

        /**
         * Returns the longest time until a server is marked down that takes no connection: a node that is gone whole.
         */
        Duration gone() {
            return detection(CONNECT_TIMEOUT);
        }

        /** Returns the longest time until a server that connects and then is silent is marked down. */
        Duration detection() {
            return detection(check());
        }

        /**
         * Returns the shortest time from the first check whose handshake is late to the mark down: an apiserver that is
         * merely slow to shake hands must not be taken out before it counts as silent.
         */
        Duration lateHandshakes() {
            return fastinter.multipliedBy(fall - 1L).plus(CONNECT_TIMEOUT.multipliedBy(fall));
        }

        private Duration detection(Duration each) {
            return inter.plus(fastinter.multipliedBy(fall - 1L)).plus(each.multipliedBy(fall));
        }
    }

    /** kube-vip's part: its lease, in seconds. */
    record Lease(int duration, int renewDeadline, int retryPeriod) {}

    /** Returns the schedule of {@code local} where another one decides. */
    ProbeSchedule apiserver() {
        return apiserver;
    }

    /** Returns the schedule of the target {@code local}, which decides where no haproxy is in front of it. */
    public ProbeSchedule local(SetUp setUp) {
        boolean keepalivedCounts = vrrp.weighted() && setUp == SetUp.KEEPALIVED_ONLY;
        return keepalivedCounts ? new ProbeSchedule(apiserver.interval(), apiserver.timeout(), 1, 1) : apiserver;
    }

    /** Returns the schedule of the target {@code frontend}. */
    ProbeSchedule frontend() {
        return frontend;
    }

    Vrrp vrrp() {
        return vrrp;
    }

    Checks checks() {
        return checks;
    }

    Lease lease() {
        return lease;
    }

    /** Returns the first node's priority where nothing else is asked for. */
    int firstPriority(int nodes) {
        return Math.max(nodes, vrrp.weighted() ? 101 : 150);
    }

    /**
     * Returns the least that the first node's priority may be: every node needs one of its own, also one that has lost
     * its weight.
     */
    int leastPriority(int nodes) {
        return nodes - Math.min(weight(nodes), 0);
    }

    /**
     * Returns the priority of the node with this rank, 0 for the first: distinct, since equal backups both take the
     * VIP.
     */
    int priority(int rank, int nodes, int first) {
        int step = !vrrp.weighted() && first > 10 * nodes ? 10 : 1;
        return first - rank * step;
    }

    /**
     * Returns what a failing node's priority loses; 0 for FAULT. The guide's 2 is too little for more than two nodes:
     * the first node, broken, would be level with the third.
     */
    int weight(int nodes) {
        return vrrp.weighted() ? -Math.clamp(nodes, 2, 253) : 0;
    }

    /** Returns the longest time from a fault of what {@code decides} until keepalived knows of it. */
    Duration known(ProbeSchedule decides) {
        return counted(decides.known());
    }

    /**
     * Returns the longest time until keepalived acts on a hang of what {@code decides}: silence costs the VIP only once
     * another apiserver is known to be better, which may take longer than to know of the silence.
     */
    Duration outdone(ProbeSchedule decides) {
        Duration proof = decides.restInterval().plus(DecisionRule.proof(apiserver));
        Duration known = decides.known();
        return counted(proof.compareTo(known) > 0 ? proof : known);
    }

    private Duration counted(Duration verdict) {
        return vrrp.weighted()
                ? verdict.plus(Duration.ofSeconds((long) vrrp.interval() * vrrp.fall() + vrrp.timeout()))
                : verdict;
    }

    /**
     * Returns the longest time from a fault of an apiserver until every haproxy knows of it, by the agent of that node.
     */
    Duration left() {
        return apiserver.known().plus(checks.agentInter());
    }

    /**
     * Returns the schedule of another node's apiserver. What an apiserver has from the agents of all others does not
     * grow with their number: a full question in five seconds at most, and, where targets rest, a handshake in ten.
     */
    ProbeSchedule backend(int nodes) {
        Duration shared = FULL_INTERVAL_PER_NODE.multipliedBy(nodes - 1L);
        Duration full = shared.compareTo(MIN_FULL_INTERVAL) > 0 ? shared : MIN_FULL_INTERVAL;
        boolean rests = apiserver.restInterval().compareTo(apiserver.interval()) > 0;
        return rests
                ? resting(apiserver, MIN_BACKEND_REST, full, full.multipliedBy(2))
                : resting(apiserver, apiserver.interval(), full, full);
    }

    /** Returns the schedule of an apiserver that the agent of a load balancer answers for. */
    ProbeSchedule balanced() {
        return resting(apiserver, apiserver.restInterval(), BALANCER_FULL_INTERVAL, BALANCER_FULL_INTERVAL);
    }

    private static ProbeSchedule frontend(Duration interval, Duration timeout, int rise, int fall) {
        // A fresh connection through haproxy is a handshake for one of the apiservers.
        return resting(new ProbeSchedule(interval, timeout, rise, fall), interval, millis(2000), millis(2000));
    }

    private static ProbeSchedule resting(ProbeSchedule schedule, Duration rest, Duration full, Duration fresh) {
        return new ProbeSchedule(
                schedule.interval(),
                schedule.timeout(),
                schedule.rise(),
                schedule.fall(),
                schedule.patience(),
                full,
                fresh,
                rest);
    }

    /**
     * Returns the longest time from when keepalived knows of a fault to the VIP on another node, which waits for so many
     * advertisements.
     */
    Duration moved(int missedAdverts) {
        return vrrp.weighted() ? silent(missedAdverts) : vrrp.advert();
    }

    /** Returns the longest time from the death of a holder, or of its keepalived, to the VIP on another node. */
    Duration silent(int missedAdverts) {
        return vrrp.advert().multipliedBy(missedAdverts + 1L);
    }

    /**
     * Returns after how many advertisements that do not come a backup takes the VIP: VRRP's three, or as many as
     * outlast this pause of a holder that had sent its last one up to one advertisement before.
     */
    int missedAdverts(Optional<Duration> pause) {
        return pause.map(length ->
                        Math.toIntExact(length.plus(vrrp.advert()).minusNanos(1).dividedBy(vrrp.advert())) + 1)
                .map(adverts -> Math.max(adverts, MISSED_ADVERTS))
                .orElse(MISSED_ADVERTS);
    }

    private static Duration millis(int number) {
        return Duration.ofMillis(number);
    }
}
