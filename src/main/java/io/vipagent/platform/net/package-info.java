/** Serving stream sockets without letting any client hold the others up. */
@NullMarked
package io.vipagent.platform.net;

import org.jspecify.annotations.NullMarked;
