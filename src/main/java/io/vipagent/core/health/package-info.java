/**
 * The words that every other room speaks: what came out of a probe, what follows from it, and why. Pure: no I/O, no
 * clock.
 */
@NullMarked
package io.vipagent.core.health;

import org.jspecify.annotations.NullMarked;
