/** The real program, started as its users start it: the jar on the JVM, or the native binary. */
@NullMarked
package io.vipagent.it;

import org.jspecify.annotations.NullMarked;
