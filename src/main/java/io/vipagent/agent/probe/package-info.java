/** One verified HTTPS exchange under one deadline. */
@NullMarked
package io.vipagent.agent.probe;

import org.jspecify.annotations.NullMarked;
