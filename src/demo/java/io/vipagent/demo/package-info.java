/** {@code ./dev demo}: what the agent does, to be watched. */
@NullMarked
package io.vipagent.demo;

import org.jspecify.annotations.NullMarked;
