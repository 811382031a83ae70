/** VRRP advertisements as they are on the wire (RFC 3768, RFC 5798). Pure: sees bytes, never a socket. */
@NullMarked
package io.vipagent.core.wire;

import org.jspecify.annotations.NullMarked;
