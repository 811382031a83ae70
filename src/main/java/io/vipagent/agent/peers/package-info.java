/** Asks the other agents, and so knows who holds the VIP across the cluster. It only tells: nothing here decides. */
@NullMarked
package io.vipagent.agent.peers;

import org.jspecify.annotations.NullMarked;
