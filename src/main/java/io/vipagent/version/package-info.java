/** Which build this is. */
@NullMarked
package io.vipagent.version;

import org.jspecify.annotations.NullMarked;
