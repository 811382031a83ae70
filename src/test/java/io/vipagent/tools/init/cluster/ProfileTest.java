package io.vipagent.tools.init.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.core.protocol.Request;
import io.vipagent.core.target.ProbeSchedule;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the arithmetic in the Javadoc says is what the numbers give. */
class ProfileTest {
    @ParameterizedTest
    @EnumSource
    void haproxyKnowsOfAHungApiserverBeforeTheFrontendsVerdict(Profile profile) {
        // Where keepalived counts, it counts ten failures on top.
        Duration verdict = profile.vrrp().weighted()
                ? profile.known(profile.frontend())
                : profile.frontend().detection();
        assertThat(profile.apiserver().known()).isLessThanOrEqualTo(verdict);
        // What it may take longer where haproxy is between two questions is less than one more connection takes.
        assertThat(profile.left()).isLessThan(verdict.plus(profile.frontend().timeout()));
    }

    /**
     * haproxy's own check calls nothing dead that the agents call slow, neither for a late answer nor for as many late
     * handshakes as it takes, and the frontend is as patient as the backends.
     */
    @ParameterizedTest
    @EnumSource
    void nobodyIsLessPatientThanTheAgents(Profile profile) {
        for (ProbeSchedule agents : List.of(profile.apiserver(), profile.backend(3), profile.frontend())) {
            assertThat(profile.checks().check()).isGreaterThanOrEqualTo(agents.patience());
            assertThat(profile.checks().lateHandshakes()).isGreaterThanOrEqualTo(agents.patience());
        }
        int fall = profile.checks().fall();
        assertThat(profile.checks().lateHandshakes().toMillis())
                .as("by hand")
                .isEqualTo(
                        1000L * fall + (fall - 1) * profile.checks().fastinter().toMillis());
        assertThat(profile.checks().inter()).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
        assertThat(profile.checks().fall()).isGreaterThan(1);
        assertThat(profile.frontend().timeout())
                .isGreaterThanOrEqualTo(profile.apiserver().timeout());
    }

    @ParameterizedTest
    @EnumSource
    void keepalivedsTimeoutIsAboveTheChecksAndWithinTheInterval(Profile profile) {
        assertThat(profile.vrrp().timeout())
                .isGreaterThanOrEqualTo(2)
                .isLessThanOrEqualTo(profile.vrrp().interval());
    }

    /**
     * The rendered script is {@code vip-agent check} alone, so its own default must be what keepalived's timeout
     * leaves.
     */
    @ParameterizedTest
    @EnumSource
    void checksBudgetFollowsFromKeepalivedsTimeout(Profile profile) {
        assertThat(profile.vrrp().check()).isEqualTo(Request.CHECK_TIMEOUT);
    }

    @ParameterizedTest
    @EnumSource
    void prioritiesAreDistinctAndValidForAnyNumberOfNodes(Profile profile) {
        for (int nodes = 1; nodes <= 254; nodes++) {
            int size = nodes;
            assertThat(IntStream.range(0, size).map(rank -> profile.priority(rank, size, profile.firstPriority(size))))
                    .allMatch(priority -> priority >= 1 && priority <= 254)
                    .doesNotHaveDuplicates();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBrokenNodeIsBelowEveryHealthyOne(Profile profile) {
        for (int nodes = 2; nodes <= 60; nodes++) {
            int weight = profile.weight(nodes);
            if (weight != 0) {
                int best = profile.priority(0, nodes, profile.firstPriority(nodes)) + weight;
                assertThat(best).isLessThan(profile.priority(nodes - 1, nodes, profile.firstPriority(nodes)));
            }
        }
    }

    /** A longer answer would be none. */
    @ParameterizedTest
    @EnumSource
    void whatAnAgentHoldsBackReachesHaproxyInTime(Profile profile) {
        assertThat(Profile.AGENT_HOLD).isPositive().isLessThan(profile.checks().check());
    }

    /** haproxys' checks, the agent beside it, all the frontends by turns, and the other nodes' agents. */
    @ParameterizedTest
    @EnumSource
    void anApiserversLoadAtRestDoesNotGrowWithTheirNumber(Profile profile) {
        for (int nodes = 3; nodes <= 9; nodes++) {
            assertThat(handshakes(profile, nodes)).isLessThanOrEqualTo(2);
            assertThat(fullChecks(profile, nodes)).isLessThanOrEqualTo(3);
        }
        assertThat(handshakes(profile, 3) + 3 / seconds(profile.checks().inter()))
                .isLessThanOrEqualTo(5);
    }

    /** kubeadm's guide: each haproxy checks every 2 s and each script every 3 s, each with a handshake. */
    @Test
    void whatIsRecommendedShakesHandsWithAnApiserverAtRestLessThanHalfAsOftenAsTheGuideDoes() {
        Profile profile = Profile.RECOMMENDED;
        double guide = 3 / 2.0 + 1 / 3.0;
        assertThat(handshakes(profile, 3) + 3 / seconds(profile.checks().inter()))
                .isLessThan(guide / 2);
    }

    private static double handshakes(Profile profile, int nodes) {
        return 1 / seconds(profile.apiserver().freshInterval())
                + (nodes - 1) / seconds(profile.backend(nodes).freshInterval())
                + 1 / seconds(profile.frontend().freshInterval());
    }

    private static double fullChecks(Profile profile, int nodes) {
        return fullChecks(profile.apiserver())
                + (nodes - 1) * fullChecks(profile.backend(nodes))
                + fullChecks(profile.frontend());
    }

    /** A full question takes the first tick at rest that is not before its interval. */
    private static double fullChecks(ProbeSchedule schedule) {
        long rest = schedule.restInterval().toMillis();
        return 1e3 / (Math.ceilDiv(schedule.fullInterval().toMillis(), rest) * rest);
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1e3;
    }

    @Test
    void keepsWhatItPromises() {
        assertThat(Profile.FAST.known(Profile.FAST.apiserver()).plus(Profile.FAST.moved(3)))
                .isEqualTo(Duration.ofMillis(650));
        assertThat(Profile.RECOMMENDED.known(Profile.RECOMMENDED.apiserver()).plus(Profile.RECOMMENDED.moved(3)))
                .isEqualTo(Duration.ofMillis(1450));
        assertThat(Profile.RECOMMENDED.known(Profile.RECOMMENDED.frontend())).isEqualTo(Duration.ofMillis(1750));
        assertThat(Profile.KUBEADM.known(Profile.KUBEADM.local(SetUp.KEEPALIVED_ONLY)))
                .isEqualTo(Profile.KUBEADM.known(Profile.KUBEADM.frontend()))
                .isEqualTo(Duration.ofMillis(33_500));
    }

    /** A backup that has heard the holder's last word just before the pause began still waits when the next one comes. */
    @ParameterizedTest
    @EnumSource
    void aPauseOfTheHolderIsOutlasted(Profile profile) {
        Duration advert = profile.vrrp().advert();
        for (Duration pause = Duration.ofSeconds(1);
                pause.compareTo(Duration.ofSeconds(9)) <= 0;
                pause = pause.plusMillis(50)) {
            int adverts = profile.missedAdverts(Optional.of(pause));
            assertThat(adverts).isBetween(3, 100);
            assertThat(advert.multipliedBy(adverts)).isGreaterThanOrEqualTo(pause.plus(advert));
            assertThat(adverts == 3 || advert.multipliedBy(adverts - 1L).compareTo(pause.plus(advert)) < 0)
                    .as("no more than it takes")
                    .isTrue();
            assertThat(profile.silent(adverts)).isLessThanOrEqualTo(pause.plus(advert.multipliedBy(4)));
        }
        assertThat(profile.missedAdverts(Optional.empty())).isEqualTo(3);
        assertThat(Profile.RECOMMENDED.silent(3)).isEqualTo(Duration.ofMillis(800));
    }

    /** By hand: rest, then the greater of fall and of the skew, two intervals and a timeout of another apiserver. */
    @Test
    void aHangCostsTheVipOnlyOnceAnotherApiserverIsKnownToBeBetter() {
        assertThat(Profile.RECOMMENDED.outdone(Profile.RECOMMENDED.apiserver()))
                .isEqualTo(Duration.ofMillis(500 + 550 + 2 * 200 + 250));
        assertThat(Profile.RECOMMENDED.outdone(Profile.RECOMMENDED.frontend()))
                .isEqualTo(Profile.RECOMMENDED.known(Profile.RECOMMENDED.frontend()));
        assertThat(Profile.FAST.outdone(Profile.FAST.apiserver()))
                .isEqualTo(Duration.ofMillis(100 + 550 + 2 * 100 + 150));
        assertThat(Profile.KUBEADM.outdone(Profile.KUBEADM.local(SetUp.KEEPALIVED_ONLY)))
                .isEqualTo(Duration.ofMillis(500 + 550 + 2 * 500 + 1000 + 32_000));
    }

    @ParameterizedTest
    @EnumSource
    void eitherTheAgentCountsOrKeepalived(Profile profile) {
        for (ProbeSchedule decides : List.of(profile.frontend(), profile.local(SetUp.KEEPALIVED_ONLY))) {
            assertThat(decides.fall() > 1).isNotEqualTo(profile.vrrp().fall() > 2);
        }
        // Two checks are for the time when the agent is gone: one may be the machine's, and turns nothing.
        assertThat(profile.vrrp().fall()).isGreaterThan(1);
        assertThat(profile.vrrp().rise()).isEqualTo(2);
        // haproxy asks for it, and the kube-vip set-up looks at nothing else: there nobody else counts.
        for (SetUp other : List.of(SetUp.SYSTEMD, SetUp.STATIC_POD, SetUp.KUBE_VIP)) {
            assertThat(profile.local(other)).isEqualTo(profile.apiserver());
        }
        assertThat(profile.apiserver().fall()).isGreaterThan(2);
    }

    @ParameterizedTest
    @EnumSource
    void kubeVipsLeaseIsOneThatKubernetesTakes(Profile profile) {
        Profile.Lease lease = profile.lease();
        assertThat(lease.duration()).isGreaterThan(lease.renewDeadline());
        assertThat((double) lease.renewDeadline()).isGreaterThan(1.2 * lease.retryPeriod());
    }
}
