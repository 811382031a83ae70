package io.vipagent.tools.conf.keepalived;

import io.vipagent.tools.conf.Fault;
import java.util.List;

/**
 * A keepalived.conf with everything that it includes.
 *
 * @param file the path of the outermost file
 * @param statements all of it, also what nobody knows
 * @param faults what could not be understood
 */
public record Tree(String file, List<Statement> statements, List<Fault> faults) {}
