/** vip-agent: keeps the Kubernetes API's virtual IP on a node that can really serve it. */
@NullMarked
package io.vipagent;

import org.jspecify.annotations.NullMarked;
