/** Nodes in network namespaces, with real keepalived, haproxy and Prometheus, and the real vip-agent program. */
@NullMarked
package io.vipagent.lab;

import org.jspecify.annotations.NullMarked;
