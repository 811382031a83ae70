/** Time as a port, so that tests drive it by hand. The only room that reads a clock. */
@NullMarked
package io.vipagent.platform.time;

import org.jspecify.annotations.NullMarked;
