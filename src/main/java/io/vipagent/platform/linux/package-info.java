/**
 * What only a native call can do: word of changed addresses, word to systemd, a FIFO. The same on the JVM and in the
 * static native binary; where native calls are not to be had, everything here says so and does nothing.
 */
@NullMarked
package io.vipagent.platform.linux;

import org.jspecify.annotations.NullMarked;
