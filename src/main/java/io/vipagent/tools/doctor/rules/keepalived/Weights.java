package io.vipagent.tools.doctor.rules.keepalived;

import io.vipagent.tools.conf.Position;
import io.vipagent.tools.conf.keepalived.KeepalivedConf;
import io.vipagent.tools.conf.keepalived.Tracked;
import io.vipagent.tools.conf.keepalived.VrrpInstance;
import io.vipagent.tools.conf.keepalived.Weight;
import java.util.List;
import java.util.stream.Stream;

/**
 * A script, or another thing that is tracked, which changes an instance's priority.
 *
 * @param value not 0
 * @param at where the weight is written
 */
record Weights(String name, int value, Position at) {
    /** Of files and processes: what is beyond it puts the instance into FAULT, as 0 does. */
    private static final int MAX_WEIGHT = 253;

    /** Returns the scripts of {@code instance} that do. */
    static Stream<Weights> of(KeepalivedConf conf, VrrpInstance instance) {
        return of(conf, instance.scripts());
    }

    private static Stream<Weights> of(KeepalivedConf conf, List<Tracked> scripts) {
        return scripts.stream()
                .flatMap(tracked ->
                        conf.script(tracked).stream().map(script -> of(tracked, script.weight(), script.at("weight"))))
                .filter(weight -> weight.value() != 0);
    }

    private static Weights of(Tracked tracked, Weight fallback, Position written) {
        String name = tracked.name().text();
        return tracked.weight()
                .map(weight -> new Weights(name, weight.value(), tracked.name().at()))
                .orElseGet(() -> new Weights(name, fallback.value(), written));
    }

    /** Returns the scripts, files and processes of {@code instance} that do. */
    static Stream<Weights> ofAll(KeepalivedConf conf, VrrpInstance instance) {
        Stream<Weights> files = instance.files().stream()
                .flatMap(tracked ->
                        conf.file(tracked).stream().map(file -> of(tracked, file.weight(), file.at("weight"))));
        Stream<Weights> processes = instance.processes().stream()
                .flatMap(tracked -> conf.process(tracked).stream()
                        .map(process -> of(tracked, process.weight(), process.at("weight"))));
        return Stream.concat(
                of(conf, instance),
                Stream.concat(files, processes)
                        .filter(weight -> weight.value() != 0 && Math.abs(weight.value()) <= MAX_WEIGHT));
    }

    /** Returns the priority of {@code instance} while all is well. */
    static int best(KeepalivedConf conf, VrrpInstance instance) {
        return instance.priority()
                + of(conf, instance)
                        .mapToInt(weight -> Math.max(0, weight.value()))
                        .sum();
    }
}
