/** The files of TLS, read as they are now: certificates, keys and tokens, of clients and of the HTTP port. */
@NullMarked
package io.vipagent.agent.tls;

import org.jspecify.annotations.NullMarked;
