/** What happened on the nodes, as events that can be kept, sent and told as a story. Pure. */
@NullMarked
package io.vipagent.core.history;

import org.jspecify.annotations.NullMarked;
