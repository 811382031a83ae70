/** The VIP on this node: what VRRP says of it, where the address is, and whether the two agree. */
@NullMarked
package io.vipagent.vip;

import org.jspecify.annotations.NullMarked;
