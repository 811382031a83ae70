/** Who holds the virtual IP: addresses seen, VRRP states told, peers heard, and whether they agree. Pure. */
@NullMarked
package io.vipagent.core.vip;

import org.jspecify.annotations.NullMarked;
