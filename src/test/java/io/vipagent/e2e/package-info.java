/** The whole thing: real keepalived, haproxy and Prometheus with the real agent between them. Needs root. */
@NullMarked
package io.vipagent.e2e;

import org.jspecify.annotations.NullMarked;
