/** Probes every target at its rate and keeps what is known of each on the board. */
@NullMarked
package io.vipagent.agent.monitor;

import org.jspecify.annotations.NullMarked;
