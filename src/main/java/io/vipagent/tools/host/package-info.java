/** Files of a host, or of a copy of one below a folder. */
@NullMarked
package io.vipagent.tools.host;

import org.jspecify.annotations.NullMarked;
