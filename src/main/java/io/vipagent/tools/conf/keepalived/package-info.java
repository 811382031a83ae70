/** keepalived.conf, read with tolerance: a tree of words, and what it says of VRRP. Pure: no I/O, no clock. */
@NullMarked
package io.vipagent.tools.conf.keepalived;

import org.jspecify.annotations.NullMarked;
