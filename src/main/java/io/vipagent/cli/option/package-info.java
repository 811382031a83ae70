/** Options that several verbs share, and how their values are read. */
@NullMarked
package io.vipagent.cli.option;

import org.jspecify.annotations.NullMarked;
