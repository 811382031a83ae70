/** What is probed, how and how often, as the configuration describes it. Pure: no I/O, no clock. */
@NullMarked
package io.vipagent.core.target;

import org.jspecify.annotations.NullMarked;
