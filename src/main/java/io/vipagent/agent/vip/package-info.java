/** Which of the VIPs this node holds, as its interfaces show it. Only looks: keepalived owns the VIP. */
@NullMarked
package io.vipagent.agent.vip;

import org.jspecify.annotations.NullMarked;
