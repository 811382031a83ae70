package io.vipagent.tools.doctor.rules;

import io.vipagent.tools.doctor.facts.Facts;
import java.util.stream.Stream;

/** Rules about one subject. */
@FunctionalInterface
public interface Rule {
    /** What is wrong. */
    Stream<Finding> check(Facts facts);
}
