package io.vipagent.config;

import io.vipagent.core.protocol.AgentReply;
import io.vipagent.core.protocol.AgentReply.Reports;
import io.vipagent.core.protocol.AllowList;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * How haproxy's agent-checks are answered.
 *
 * @param listen where they are served
 * @param allow who may ask
 * @param reports how much is said: the verdict, or maintenance alone
 * @param drained the reply while an operator has drained this node
 * @param lineWait how long a client's own line is waited for. haproxy sends it with the packet that ends the
 *     handshake, so that it is there on accept; the wait is for clients that do not.
 */
public record AgentCheckOptions(
        InetSocketAddress listen, AllowList allow, Reports reports, AgentReply drained, Duration lineWait) {}
