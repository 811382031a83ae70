/** Text for people: one printable line, durations, errors, the nearest word. Pure. */
@NullMarked
package io.vipagent.core.text;

import org.jspecify.annotations.NullMarked;
