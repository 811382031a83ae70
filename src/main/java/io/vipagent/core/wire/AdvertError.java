package io.vipagent.core.wire;

import io.vipagent.core.text.Labelled;

/** What can be wrong with a packet of VRRP's protocol number: a closed list, since it is the label of a metric. */
public enum AdvertError implements Labelled {
    /** The packet is shorter or longer than what it says of itself, or its header is none of IPv4. */
    LENGTH,
    /** The packet was multicast and comes from another network. */
    TTL,
    /** The packet has another version or type than 2 or 3 and 1. */
    VERSION,
    /** The router id is 0. */
    ROUTER_ID,
    /** The authentication is of a type that no RFC has. */
    AUTHENTICATION,
    /** The interval is 0. */
    INTERVAL,
    CHECKSUM,
    /** The packet has this node's router id, and addresses that this node does not watch. */
    ADDRESSES
}
