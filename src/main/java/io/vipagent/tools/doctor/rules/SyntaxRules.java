package io.vipagent.tools.doctor.rules;

import io.vipagent.tools.conf.Fault;
import io.vipagent.tools.conf.keepalived.KeepalivedConf;
import io.vipagent.tools.doctor.facts.Facts;
import java.util.List;
import java.util.stream.Stream;

/** The rules report what in the files cannot be understood. */
public final class SyntaxRules implements Rule {
    @Override
    public Stream<Finding> check(Facts facts) {
        Stream<Fault> faults = Stream.concat(
                        facts.keepalived().stream().map(KeepalivedConf::faults),
                        facts.haproxy().stream().map(conf -> conf.faults()))
                .flatMap(List::stream);
        return Stream.concat(
                faults.map(fault ->
                        new Finding(FindingId.SYNTAX, fault.at().toString(), fault.message(), "mend that line")),
                facts.keepalived().stream()
                        .flatMap(conf -> conf.unknown().stream())
                        .map(word -> Finding.at(
                                FindingId.UNKNOWN_DIRECTIVE,
                                word.at(),
                                "\"" + word.text() + "\" is no directive that keepalived 2.0 to 2.3 knows here",
                                "leave it out, or spell it as keepalived.conf(5) does")));
    }
}
