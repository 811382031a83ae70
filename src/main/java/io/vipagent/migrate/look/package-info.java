/** Reads the files of the classic set-up. */
@NullMarked
package io.vipagent.migrate.look;

import org.jspecify.annotations.NullMarked;
