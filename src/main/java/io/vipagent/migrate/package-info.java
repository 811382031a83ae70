/**
 * From the files of the classic set-up, keepalived.conf, check_apiserver.sh and haproxy.cfg, to the options that describe a
 * cluster. Pure, but for {@code look}, which reads the files.
 */
@NullMarked
package io.vipagent.migrate;

import org.jspecify.annotations.NullMarked;
