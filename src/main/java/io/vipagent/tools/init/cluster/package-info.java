/** The cluster that init is told of: checked options, profiles, and what the templates need. Pure. */
@NullMarked
package io.vipagent.tools.init.cluster;

import org.jspecify.annotations.NullMarked;
