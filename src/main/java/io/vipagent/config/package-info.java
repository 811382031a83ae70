/** From the file and the environment to settings that are valid, or every problem at once. */
@NullMarked
package io.vipagent.config;

import org.jspecify.annotations.NullMarked;
