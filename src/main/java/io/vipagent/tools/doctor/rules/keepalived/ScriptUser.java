package io.vipagent.tools.doctor.rules.keepalived;

import io.vipagent.tools.conf.Word;
import io.vipagent.tools.conf.keepalived.KeepalivedConf;
import io.vipagent.tools.conf.keepalived.VrrpScript;
import io.vipagent.tools.doctor.facts.Account;
import io.vipagent.tools.doctor.facts.HostFacts;
import java.util.Optional;

/**
 * The user that keepalived runs a script as.
 *
 * @param named where a user is named, by the script or for all
 * @param group that is named behind it
 * @param name of the user
 */
record ScriptUser(Optional<Word> named, Optional<String> group, String name) {
    static final String DEFAULT = "keepalived_script";
    static final String ROOT = "root";

    /** Returns the script's own, else the one for all, else keepalived's choice. */
    static ScriptUser of(HostFacts host, KeepalivedConf conf, VrrpScript script) {
        Optional<Word> named = script.user().or(conf::scriptUser);
        Optional<Word> group = script.user().isPresent() ? script.group() : conf.scriptGroup();
        boolean hasDefault =
                host.users().filter(users -> users.containsKey(DEFAULT)).isPresent();
        return new ScriptUser(
                named, group.map(Word::text), named.map(Word::text).orElse(hasDefault ? DEFAULT : ROOT));
    }

    boolean isRoot() {
        return name.equals(ROOT);
    }

    /** Returns its numbers; none where the user or the group is not known. */
    Optional<Account> account(HostFacts host) {
        return host.users()
                .flatMap(users -> Optional.ofNullable(users.get(name)))
                .flatMap(account -> group.isEmpty()
                        ? Optional.of(account)
                        : group.map(host.groups()::get).map(number -> new Account(account.user(), number)));
    }
}
