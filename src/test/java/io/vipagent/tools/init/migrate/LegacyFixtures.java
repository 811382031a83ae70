package io.vipagent.tools.init.migrate;

import io.vipagent.config.RawOption;
import io.vipagent.lab.Classic;
import io.vipagent.tools.conf.Position;
import io.vipagent.tools.conf.Source;
import io.vipagent.tools.conf.Sources;
import io.vipagent.tools.conf.haproxy.HaproxyParser;
import io.vipagent.tools.conf.keepalived.KeepalivedConf;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Old files, from texts. */
final class LegacyFixtures {
    static final List<String> NODES = List.of("192.0.2.11", "192.0.2.12", "192.0.2.13");

    private final List<KeepalivedConf> keepalived = new ArrayList<>();
    private final List<HaproxyParser.HaproxyTree> haproxy = new ArrayList<>();
    private final Map<String, Source> scripts = new LinkedHashMap<>();
    private final List<LegacyPod> pods = new ArrayList<>();
    private Set<String> addresses = Set.of();

    /** The guide's keepalived.conf of the first node, or of another one. */
    static String keepalivedConf(boolean first) {
        return Classic.text("keepalived.conf", Classic.values(first, "192.0.2.100", NODES));
    }

    static String haproxyCfg() {
        return Classic.text("haproxy.cfg", Classic.values(true, "192.0.2.100", NODES));
    }

    /** The guide's files of the first node, read on it. */
    static LegacyFixtures guide() {
        return new LegacyFixtures()
                .keepalived("k.conf", keepalivedConf(true))
                .haproxy(haproxyCfg())
                .on("192.0.2.11");
    }

    LegacyFixtures keepalived(String file, String text) {
        return keepalived(file, text, Sources.NONE);
    }

    LegacyFixtures keepalived(String file, String text, Sources sources) {
        keepalived.add(new KeepalivedConf(
                io.vipagent.tools.conf.keepalived.KeepalivedParser.parse(new Source(file, text), "cp1", sources)));
        return this;
    }

    LegacyFixtures haproxy(String text) {
        haproxy.add(HaproxyParser.parse(new Source("h.cfg", text)));
        return this;
    }

    LegacyFixtures script(String path, String text) {
        scripts.put(path, new Source("check.sh", text));
        return this;
    }

    LegacyFixtures pod(String program, String image, String file) {
        pods.add(new LegacyPod(program, image, new Position(file, 9, 5)));
        return this;
    }

    LegacySetUp setUp() {
        return new LegacySetUp(keepalived, haproxy, scripts, List.of(), pods, addresses);
    }

    LegacyFixtures on(String... own) {
        addresses = Set.of(own);
        return this;
    }

    MigrationResult read(String... asked) {
        Map<String, List<RawOption>> options = new LinkedHashMap<>();
        for (String option : asked) {
            String[] pair = option.split("=", 2);
            options.computeIfAbsent(pair[0], none -> new ArrayList<>())
                    .add(new RawOption("--" + pair[0], pair[1], Optional.empty()));
        }
        return Migration.read(setUp(), options);
    }

    /** The values of an option, each with where it was read. */
    static List<String> values(MigrationResult found, String option) {
        return found.options().getOrDefault(option, List.of()).stream()
                .map(given -> given.text() + " " + given.place().orElse(""))
                .toList();
    }

    static List<String> left(MigrationResult found) {
        return found.left().stream()
                .map(left -> left.at().lineOfFile() + " " + left.what())
                .toList();
    }
}
