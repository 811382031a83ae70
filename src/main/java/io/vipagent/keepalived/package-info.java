/** What keepalived follows: the track file. */
@NullMarked
package io.vipagent.keepalived;

import org.jspecify.annotations.NullMarked;
