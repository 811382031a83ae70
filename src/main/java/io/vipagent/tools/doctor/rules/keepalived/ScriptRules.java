package io.vipagent.tools.doctor.rules.keepalived;

import io.vipagent.tools.conf.Word;
import io.vipagent.tools.conf.keepalived.KeepalivedConf;
import io.vipagent.tools.conf.keepalived.VrrpScript;
import io.vipagent.tools.doctor.facts.Facts;
import io.vipagent.tools.doctor.facts.FileFact;
import io.vipagent.tools.doctor.facts.HostFacts;
import io.vipagent.tools.doctor.rules.Finding;
import io.vipagent.tools.doctor.rules.FindingId;
import io.vipagent.tools.doctor.rules.Rule;
import io.vipagent.tools.host.HostPaths;
import java.util.Optional;
import java.util.stream.Stream;

/** The rules look whether keepalived can run its scripts. The security rule is that of keepalived's lib/notify.c. */
public final class ScriptRules implements Rule {
    @Override
    public Stream<Finding> check(Facts facts) {
        return facts.own()
                .flatMap(conf -> conf.scripts().stream().flatMap(script -> check(facts.host(), conf, script)));
    }

    private static Stream<Finding> check(HostFacts host, KeepalivedConf conf, VrrpScript script) {
        Optional<String> program = script.program().filter(path -> path.startsWith("/"));
        return Stream.of(
                        program.flatMap(path -> runs(host, script, path)),
                        program.flatMap(path -> interpreter(host, script, path)),
                        program.flatMap(path -> secure(host, conf, script, path)),
                        program.flatMap(path -> permitted(host, conf, script, path)),
                        program.flatMap(path -> unrunnable(host, script, path)),
                        user(host, conf, script))
                .flatMap(Optional::stream);
    }

    private static Optional<Finding> runs(HostFacts host, VrrpScript script, String path) {
        FileFact file = host.file(path);
        if (file.isMissing()) {
            return Optional.of(Finding.at(
                    FindingId.SCRIPT_MISSING,
                    script.at("script"),
                    path + " is not there",
                    "install the program there, or name another: script \"/usr/bin/vip-agent check\""));
        }
        return file.isKnown() && !file.isProgram()
                ? Optional.of(Finding.at(
                        FindingId.SCRIPT_NOT_EXECUTABLE,
                        script.at("script"),
                        path + " cannot be executed",
                        "chmod 0755 " + path))
                : Optional.empty();
    }

    private static Optional<Finding> interpreter(HostFacts host, VrrpScript script, String path) {
        return host.file(path)
                .interpreter()
                .filter(interpreter -> host.file(interpreter).isMissing())
                .map(interpreter -> Finding.at(
                        FindingId.INTERPRETER_MISSING,
                        script.at("script"),
                        interpreter.endsWith("\r")
                                ? path
                                        + " ends its first line with a carriage return, which the kernel takes "
                                        + "for a part of the name of " + interpreter.strip()
                                : path + " is to be run by " + interpreter + ", which is not there",
                        interpreter.endsWith("\r")
                                ? "sed -i 's/\\r$//' " + path
                                : "install " + interpreter
                                        + ", or use a program that needs none: script \"/usr/bin/vip-agent check\""));
    }

    private static Optional<Finding> secure(HostFacts host, KeepalivedConf conf, VrrpScript script, String path) {
        FileFact file = host.file(path);
        boolean asRoot = ScriptUser.of(host, conf, script).isRoot() || file.runsAsItsOwner();
        return conf.scriptSecurity() && asRoot && file.isKnown()
                ? HostPaths.withParents(file.real())
                        .map(host::file)
                        .filter(part -> part.isKnown() && part.isReplaceable())
                        .findFirst()
                        .map(part -> Finding.at(
                                FindingId.SCRIPT_INSECURE,
                                script.at("script"),
                                part.path() + " is of user " + part.owner() + " with mode "
                                        + Integer.toOctalString(part.mode()) + ", so others than root could replace "
                                        + path,
                                "chown root:root " + part.path() + " && chmod go-w " + part.path()))
                : Optional.empty();
    }

    private static Optional<Finding> permitted(HostFacts host, KeepalivedConf conf, VrrpScript script, String path) {
        FileFact file = host.file(path);
        ScriptUser user = ScriptUser.of(host, conf, script);
        return user.account(host)
                .filter(account -> !file.isKnown() || file.isProgram())
                .flatMap(account -> HostPaths.withParents(file.real())
                        .map(host::file)
                        .filter(part -> part.isKnown() && !part.isOpenTo(account))
                        .findFirst()
                        .map(part -> Finding.at(
                                FindingId.SCRIPT_USER_KEPT_OUT,
                                script.at("script"),
                                user.name() + " may not execute " + path + ": " + part.path() + " is of user "
                                        + part.owner() + " and group " + part.group() + " with mode "
                                        + Integer.toOctalString(part.mode()),
                                "chmod " + part.who(account) + (part.isProgram() ? "+rx " : "+x ") + part.path())));
    }

    private static Optional<Finding> user(HostFacts host, KeepalivedConf conf, VrrpScript script) {
        Optional<Word> named = ScriptUser.of(host, conf, script).named();
        if (named.isEmpty() && !conf.scriptSecurity()) {
            return Optional.empty();
        }
        String user = named.map(Word::text).orElse(ScriptUser.DEFAULT);
        return host.users()
                .filter(users -> !users.containsKey(user) && !user.equals(ScriptUser.ROOT))
                .map(users -> Finding.at(
                        FindingId.SCRIPT_USER_MISSING,
                        named.map(Word::at).orElse(conf.globals()),
                        "there is no user " + user + " to run the script "
                                + script.name().text(),
                        "script_user vip-agent"));
    }

    /**
     * Tried with keepalived 2.2.7: no first line, an empty file, and a carriage return behind the interpreter succeed.
     */
    private static Optional<Finding> unrunnable(HostFacts host, VrrpScript script, String path) {
        FileFact file = host.file(path);
        return file.content()
                .filter(content -> file.isProgram() && !content.isRunnable())
                .map(content -> Finding.at(
                        FindingId.SCRIPT_UNRUNNABLE,
                        script.at("script"),
                        path + (content.text().isEmpty() ? " is empty" : " does not begin with #! and its interpreter"),
                        content.text().isEmpty()
                                ? "script \"/usr/bin/vip-agent check\", or another program"
                                : "#!/bin/sh, as the first line of " + path));
    }
}
