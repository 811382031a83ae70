/** Words of other programs' configuration files, and where each one stands. Pure: no I/O, no clock. */
@NullMarked
package io.vipagent.tools.conf;

import org.jspecify.annotations.NullMarked;
