/** What the collectors found on a node, as values. Pure. */
@NullMarked
package io.vipagent.tools.doctor.facts;

import org.jspecify.annotations.NullMarked;
