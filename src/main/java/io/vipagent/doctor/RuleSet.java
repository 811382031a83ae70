package io.vipagent.doctor;

import java.util.stream.Stream;

/** Rules about one subject. */
@FunctionalInterface
interface RuleSet {
    /** What is wrong. */
    Stream<Finding> look(Facts facts);
}
