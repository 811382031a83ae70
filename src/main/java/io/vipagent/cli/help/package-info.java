/** The verbs that explain the program itself: its words, its version, its completion. */
@NullMarked
package io.vipagent.cli.help;

import org.jspecify.annotations.NullMarked;
