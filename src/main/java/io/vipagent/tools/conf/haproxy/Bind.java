package io.vipagent.tools.conf.haproxy;

import io.vipagent.tools.conf.Position;

/**
 * An address that a proxy listens on.
 *
 * @param host empty or {@code *} for all
 * @param port as it is written, maybe a range
 * @param transparent whether it may be an address that this node does not have
 */
public record Bind(String host, String port, boolean transparent, Position at) {
    static Bind of(String address, Line line) {
        int colon = address.lastIndexOf(':');
        String host = colon < 0 ? address : address.substring(0, colon);
        String bare = host.replaceFirst("^(ipv4|ipv6|tcp4?|tcp6)@", "").replaceFirst("^\\[(.*)\\]$", "$1");
        return new Bind(bare, colon < 0 ? "" : address.substring(colon + 1), line.has("transparent"), line.at());
    }
}
