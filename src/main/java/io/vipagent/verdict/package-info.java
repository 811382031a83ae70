/** From outcomes to verdicts to the decision: may this node hold the virtual IP? Pure: no I/O, no clock. */
@NullMarked
package io.vipagent.verdict;

import org.jspecify.annotations.NullMarked;
