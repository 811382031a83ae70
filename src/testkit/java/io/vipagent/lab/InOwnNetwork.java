package io.vipagent.lab;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/** The test runs in a process of its own, in a network namespace that it may change: nothing of the host is touched. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@ExtendWith(OwnNetwork.class)
@NeedsHost
public @interface InOwnNetwork {}
