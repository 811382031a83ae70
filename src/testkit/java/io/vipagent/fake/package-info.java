/** A kube-apiserver that can be told how to misbehave, and the certificate authority behind it. */
@NullMarked
package io.vipagent.fake;

import org.jspecify.annotations.NullMarked;
