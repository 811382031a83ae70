/** One class per verb of the command line. */
@NullMarked
package io.vipagent.cli;

import org.jspecify.annotations.NullMarked;
