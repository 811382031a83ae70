/**
 * The files that a node needs: what a cluster is, what a profile promises, and the templates. Pure, but for the
 * templates, which are read from the class path, and for the folders that are written.
 */
@NullMarked
package io.vipagent.tools.init;

import org.jspecify.annotations.NullMarked;
