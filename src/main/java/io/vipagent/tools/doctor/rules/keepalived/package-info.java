/**
 * What may be wrong in keepalived's configuration, and in how the nodes of a cluster have theirs. Pure: facts in,
 * findings out.
 */
@NullMarked
package io.vipagent.tools.doctor.rules.keepalived;

import org.jspecify.annotations.NullMarked;
