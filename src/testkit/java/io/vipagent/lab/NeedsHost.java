package io.vipagent.lab;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/**
 * The test needs what the container that builds the image has not: network namespaces, or a program such as zsh,
 * promtool, prlimit or openssl. {@code ./dev test} and CI run it; the build of the image leaves it out by its tag.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@Tag(NeedsHost.TAG)
public @interface NeedsHost {
    /** The name of the tag. */
    String TAG = "needs-host";
}
