/** Which build this is. */
@NullMarked
package io.vipagent.platform;

import org.jspecify.annotations.NullMarked;
