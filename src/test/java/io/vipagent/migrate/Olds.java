package io.vipagent.migrate;

import io.vipagent.config.OptionsFile.Given;
import io.vipagent.haproxy.conf.Parser;
import io.vipagent.keepalived.conf.KeepalivedConf;
import io.vipagent.lab.Classic;
import io.vipagent.text.Source;
import io.vipagent.text.Sources;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Old files, from texts. */
final class Olds {
    static final List<String> NODES = List.of("192.0.2.11", "192.0.2.12", "192.0.2.13");

    private final List<KeepalivedConf> keepalived = new ArrayList<>();
    private final List<Parser.Tree> haproxy = new ArrayList<>();
    private final Map<String, Source> scripts = new LinkedHashMap<>();
    private Set<String> addresses = Set.of();

    /** The guide's keepalived.conf of the first node, or of another one. */
    static String keepalivedConf(boolean first) {
        return Classic.text("keepalived.conf", Classic.values(first, "192.0.2.100", NODES));
    }

    static String haproxyCfg() {
        return Classic.text("haproxy.cfg", Classic.values(true, "192.0.2.100", NODES));
    }

    /** The guide's files of the first node, read on it. */
    static Olds guide() {
        return new Olds()
                .keepalived("k.conf", keepalivedConf(true))
                .haproxy(haproxyCfg())
                .on("192.0.2.11");
    }

    Olds keepalived(String file, String text) {
        return keepalived(file, text, Sources.NONE);
    }

    Olds keepalived(String file, String text, Sources sources) {
        keepalived.add(
                new KeepalivedConf(io.vipagent.keepalived.conf.Parser.parse(new Source(file, text), "cp1", sources)));
        return this;
    }

    Olds haproxy(String text) {
        haproxy.add(Parser.parse(new Source("h.cfg", text)));
        return this;
    }

    Olds script(String path, String text) {
        scripts.put(path, new Source("check.sh", text));
        return this;
    }

    Olds on(String... own) {
        addresses = Set.of(own);
        return this;
    }

    Found read(String... asked) {
        Map<String, List<Given>> options = new LinkedHashMap<>();
        for (String option : asked) {
            String[] pair = option.split("=", 2);
            options.computeIfAbsent(pair[0], none -> new ArrayList<>())
                    .add(new Given("--" + pair[0], pair[1], Optional.empty()));
        }
        return Migration.read(new Old(keepalived, haproxy, scripts, List.of(), addresses), options);
    }

    /** The values of an option, each with where it was read. */
    static List<String> values(Found found, String option) {
        return found.options().getOrDefault(option, List.of()).stream()
                .map(given -> given.text() + " " + given.place().orElse(""))
                .toList();
    }

    static List<String> left(Found found) {
        return found.left().stream()
                .map(left -> left.at().lineOfFile() + " " + left.what())
                .toList();
    }
}
