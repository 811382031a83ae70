/** Reads the files of the classic set-up. */
@NullMarked
package io.vipagent.tools.init.migrate;

import org.jspecify.annotations.NullMarked;
