package io.vipagent.core.vip;

import java.time.Instant;
import java.util.OptionalInt;

/**
 * What keepalived last said of one VRRP instance.
 *
 * @param name as in keepalived.conf
 * @param since when it came into this state, for people
 * @param sinceNanos the same moment, monotonic
 * @param priority what it last announced, 0 to 255
 * @param transitions how often its state has changed; the first word of it is none
 */
public record VrrpInstanceState(
        String name, VrrpState state, Instant since, long sinceNanos, OptionalInt priority, long transitions) {}
