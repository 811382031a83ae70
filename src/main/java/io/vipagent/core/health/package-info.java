/** The words that every other room speaks: what is probed, what came out, and why. Pure: no I/O, no clock. */
@NullMarked
package io.vipagent.core.health;

import org.jspecify.annotations.NullMarked;
