/** What may be wrong in haproxy's configuration. Pure: facts in, findings out. */
@NullMarked
package io.vipagent.tools.doctor.rules.haproxy;

import org.jspecify.annotations.NullMarked;
