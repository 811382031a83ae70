package io.vipagent.tools.doctor.rules;

import io.vipagent.tools.doctor.facts.Facts;
import java.util.stream.Stream;

/** A rule judges one subject. */
@FunctionalInterface
public interface Rule {
    /** The findings say what is wrong. */
    Stream<Finding> check(Facts facts);
}
