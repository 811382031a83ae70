/** What haproxy asks: the agent-check protocol. */
@NullMarked
package io.vipagent.haproxy;

import org.jspecify.annotations.NullMarked;
