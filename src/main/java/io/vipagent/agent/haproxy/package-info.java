/** What haproxy asks: the agent-check protocol. */
@NullMarked
package io.vipagent.agent.haproxy;

import org.jspecify.annotations.NullMarked;
