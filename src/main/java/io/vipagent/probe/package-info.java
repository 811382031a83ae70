/** One verified HTTPS exchange under one deadline. */
@NullMarked
package io.vipagent.probe;

import org.jspecify.annotations.NullMarked;
