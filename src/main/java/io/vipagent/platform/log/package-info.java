/** Where log lines go without anybody waiting for who reads them. */
@NullMarked
package io.vipagent.platform.log;

import org.jspecify.annotations.NullMarked;
