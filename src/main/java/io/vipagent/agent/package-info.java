/** Puts the rooms together and runs them as one Quarkus application. */
@NullMarked
package io.vipagent.agent;

import org.jspecify.annotations.NullMarked;
