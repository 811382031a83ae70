package io.vipagent.doctor;

import io.vipagent.keepalived.conf.KeepalivedConf;
import io.vipagent.keepalived.conf.Tracked;
import io.vipagent.keepalived.conf.VrrpInstance;
import io.vipagent.keepalived.conf.VrrpScript;
import io.vipagent.text.Position;
import java.util.List;
import java.util.stream.Stream;

/**
 * A script that changes an instance's priority.
 *
 * @param value not 0
 * @param at where the weight is written
 */
record Weights(String script, int value, Position at) {
    /** The scripts of {@code instance} that do. */
    static Stream<Weights> of(KeepalivedConf conf, VrrpInstance instance) {
        return of(conf, instance.scripts());
    }

    private static Stream<Weights> of(KeepalivedConf conf, List<Tracked> scripts) {
        return scripts.stream()
                .flatMap(tracked -> conf.script(tracked).stream().map(script -> of(tracked, script)))
                .filter(weight -> weight.value() != 0);
    }

    private static Weights of(Tracked tracked, VrrpScript script) {
        return tracked.weight()
                .map(weight -> new Weights(
                        tracked.name().text(), weight.value(), tracked.name().at()))
                .orElseGet(
                        () -> new Weights(tracked.name().text(), script.weight().value(), script.at("weight")));
    }

    /** The priority of {@code instance} while all is well. */
    static int best(KeepalivedConf conf, VrrpInstance instance) {
        return instance.priority()
                + of(conf, instance)
                        .mapToInt(weight -> Math.max(0, weight.value()))
                        .sum();
    }
}
