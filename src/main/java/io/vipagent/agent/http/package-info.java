/** The HTTP endpoints: health for haproxy and Kubernetes, status for people. */
@NullMarked
package io.vipagent.agent.http;

import org.jspecify.annotations.NullMarked;
