/** What is wrong with a node, one rule per subject. Pure. */
@NullMarked
package io.vipagent.tools.doctor.rules;

import org.jspecify.annotations.NullMarked;
