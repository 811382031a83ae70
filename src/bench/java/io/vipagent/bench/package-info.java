/** What vip-agent costs, measured beside its rivals: {@code ./dev bench}. */
@NullMarked
package io.vipagent.bench;

import org.jspecify.annotations.NullMarked;
