/**
 * Gathers what doctor's rules judge: files, processes, sockets, probes. Reads only, and as an ordinary user where it
 * can.
 */
@NullMarked
package io.vipagent.tools.doctor.collect;

import org.jspecify.annotations.NullMarked;
