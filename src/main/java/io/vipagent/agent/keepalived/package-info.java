/** What keepalived follows: the track file. */
@NullMarked
package io.vipagent.agent.keepalived;

import org.jspecify.annotations.NullMarked;
