/**
 * haproxy.cfg, read with tolerance: sections of lines, and what they say of proxies and servers. Pure: no I/O, no
 * clock.
 */
@NullMarked
package io.vipagent.tools.conf.haproxy;

import org.jspecify.annotations.NullMarked;
