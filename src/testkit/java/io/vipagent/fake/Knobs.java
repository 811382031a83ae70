package io.vipagent.fake;

import java.time.Duration;

/** What can be turned at any time, whatever the behaviour; the next request or wait sees it. */
final class Knobs {
    volatile Duration slowness = Duration.ofSeconds(1);
    volatile Duration pace = Duration.ofSeconds(1);
    volatile String token = "test-token";
    volatile String node = TestCa.DEFAULT_NODE;
    volatile String page = "ok";
    volatile boolean plain;
    volatile Noise noise = Noise.NONE;
    volatile Lateness lateness = Lateness.NONE;
    volatile Etcd etcd = Etcd.WELL;
}
