/** Whether a server's certificates are good, as Go's crypto/x509 judges, which every client of a cluster uses. */
@org.jspecify.annotations.NullMarked
package io.vipagent.core.x509;
