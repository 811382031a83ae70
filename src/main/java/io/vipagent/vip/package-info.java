/** The virtual IP as this node sees it. */
@NullMarked
package io.vipagent.vip;

import org.jspecify.annotations.NullMarked;
