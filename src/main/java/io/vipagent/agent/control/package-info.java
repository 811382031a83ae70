/** The control socket: one line in, an exit code and a text out. */
@NullMarked
package io.vipagent.agent.control;

import org.jspecify.annotations.NullMarked;
