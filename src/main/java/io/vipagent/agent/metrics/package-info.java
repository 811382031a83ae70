/** Every metric name, in one place. */
@NullMarked
package io.vipagent.agent.metrics;

import org.jspecify.annotations.NullMarked;
