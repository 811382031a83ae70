/**
 * A takeover that is tried out on a live cluster: who is asked before, the client that asks through it, what it
 * measured.
 */
@NullMarked
package io.vipagent.tools.rehearse;

import org.jspecify.annotations.NullMarked;
