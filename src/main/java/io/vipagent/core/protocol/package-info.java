/** What keepalived, haproxy, the apiserver and the command line say to the agent and hear from it, as text. Pure. */
@NullMarked
package io.vipagent.core.protocol;

import org.jspecify.annotations.NullMarked;
