/**
 * Finds what is wrong on a node: facts, and rules that see nothing but facts. Pure: no I/O, no clock;
 * {@code doctor.look} gathers the facts.
 */
@NullMarked
package io.vipagent.tools.doctor;

import org.jspecify.annotations.NullMarked;
