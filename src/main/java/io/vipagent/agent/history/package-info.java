/** The flight recorder: what happened on this node, kept on disk within bounds. */
@NullMarked
package io.vipagent.agent.history;

import org.jspecify.annotations.NullMarked;
