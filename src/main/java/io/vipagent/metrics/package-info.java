/** Every metric name, in one place. */
@NullMarked
package io.vipagent.metrics;

import org.jspecify.annotations.NullMarked;
