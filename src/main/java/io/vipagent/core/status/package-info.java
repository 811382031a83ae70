/** What is known, as a table for people and as JSON for machines. Pure: no I/O, no clock. */
@NullMarked
package io.vipagent.core.status;

import org.jspecify.annotations.NullMarked;
