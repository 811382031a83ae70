package io.vipagent.tools.doctor.rules;

/** Everything that doctor can find, and why it hurts. docs/DOCTOR.md has a section for each. */
public enum FindingId {
    SYNTAX(
            Severity.ERROR,
            "What cannot be read does not count, and the program that owns the file may refuse to start."),
    UNKNOWN_DIRECTIVE(
            Severity.ADVICE, "keepalived passes over what it does not know, so a slip of the pen turns a setting off."),
    CONFIGURATION_INVALID(Severity.ERROR, "The agent does not start with it, and check exits with 78."),

    VARIABLE_UNDEFINED(
            Severity.ERROR,
            "keepalived takes a variable that nobody defines as it is written, and loses its way behind the brace."),
    VALUE_MISSING(
            Severity.ERROR, "keepalived leaves out an instance without it, or does not start: no node has the VIP."),
    VALUE_REJECTED(Severity.ERROR, "keepalived rejects the value and goes on without it, or with another one."),
    VALUE_ROUNDED(Severity.WARNING, "keepalived takes another value than the one that is written."),
    DEFINITION_INCOMPLETE(
            Severity.ERROR, "keepalived leaves the definition out, so whatever tracks it tracks nothing."),
    DEFINED_TWICE(Severity.ERROR, "keepalived takes one of the two and passes over the other."),

    KEEPALIVED_REJECTS(
            Severity.ERROR, "keepalived itself says so: it does not start, or leaves out what this line says."),
    KEEPALIVED_WARNS(Severity.WARNING, "keepalived itself says so: it takes something else than what is written."),
    HAPROXY_REJECTS(Severity.ERROR, "haproxy does not start with such a file, and a reload keeps the old one."),
    HAPROXY_WARNS(Severity.ADVICE, "haproxy itself says so: it starts, and something may be missing."),

    SCRIPT_MISSING(
            Severity.ERROR,
            "keepalived drops a script that is missing when it starts, and the node takes the VIP unchecked."),
    SCRIPT_NOT_EXECUTABLE(
            Severity.ERROR, "keepalived drops it at its start, and calls it a success when it breaks later."),
    SCRIPT_INSECURE(
            Severity.ERROR,
            "With enable_script_security keepalived drops a script that others than root could replace."),
    SCRIPT_USER_MISSING(Severity.ERROR, "keepalived cannot become that user, and then drops the script."),
    SCRIPT_USER_KEPT_OUT(
            Severity.ERROR,
            "keepalived drops a script that its user may not execute, or calls it a success, so nothing is checked."),
    SCRIPT_UNRUNNABLE(Severity.ERROR, "The kernel does not execute such a file, and keepalived calls that a success."),
    SCRIPT_ASKS_PROCESS(
            Severity.WARNING,
            "A process that hangs, or that reaches no apiserver, is there all the same: the VIP stays."),
    SCRIPT_STOPS_SERVICE(
            Severity.ERROR,
            "A check that stops keepalived or the network takes the node out for good, and where all fail no "
                    + "node has the VIP."),
    SCRIPT_ALWAYS_SUCCEEDS(
            Severity.ERROR, "The exit status 0 is a success for keepalived, so the VIP stays whatever the script saw."),
    SCRIPT_WITHOUT_SHELL(
            Severity.ERROR, "keepalived runs one program and no shell, so what is behind such a sign is never run."),
    SCRIPT_IGNORES_STATUS(
            Severity.WARNING, "An apiserver that answers 401, 403 or 500 to everything passes, and keeps the VIP."),
    INTERPRETER_MISSING(Severity.ERROR, "The script cannot be executed, which keepalived calls a success."),
    KUBEADM_SCRIPT(
            Severity.WARNING,
            "It asks /healthz, which says 200 while an apiserver shuts down, or believes any certificate."),

    VIP_UNCHECKED(
            Severity.ERROR, "The node keeps the VIP whatever its apiserver does: only the end of keepalived moves it."),
    SCRIPT_UNTRACKED(Severity.WARNING, "keepalived runs no script that no instance tracks, so it checks nothing."),
    TRACK_UNDEFINED(Severity.ERROR, "keepalived passes over the line, so nothing is checked."),
    TIMEOUT_NOT_BELOW_INTERVAL(
            Severity.ADVICE, "A run that hangs lasts beyond the next one, which is skipped or runs beside it."),
    TIMEOUT_WITHIN_DEADLINE(
            Severity.WARNING, "keepalived ends the check before it has answered, so its reason is lost."),
    OVERLAPPING_RUNS(
            Severity.WARNING,
            "keepalived 2.1.3 to 2.3.2 says that it skips a run and runs it all the same: slow scripts pile up."),
    DOUBLE_HYSTERESIS(
            Severity.WARNING, "The agent has counted already; counting again only makes every failover slower."),
    INIT_FAIL_IGNORED(Severity.WARNING, "keepalived 2.0 to 2.4.3 forgets init_fail: the very first run decides alone."),

    WEIGHT_BELOW_GAP(
            Severity.ERROR, "The priority stays above the next node's after a failure, so the VIP does not move."),
    EQUAL_PRIORITIES(
            Severity.WARNING,
            "Both nodes take the VIP at once: a third of the failovers, and clients lose 2 to 5 s more."),
    PRIORITY_255(
            Severity.ERROR,
            "255 means owner of the address: scripts and weights do not change it, so the VIP never leaves."),
    NOPREEMPT_WITH_WEIGHT(
            Severity.ERROR,
            "With nopreempt no node takes over from one whose priority merely falls, so the VIP never moves."),
    NOPREEMPT_CLEARED(
            Severity.WARNING,
            "keepalived clears nopreempt of an instance that begins as MASTER: it takes the VIP back."),
    GROUP_IGNORES_WEIGHT(
            Severity.ERROR, "In a sync group weights do not count unless sync_group_tracking_weight is there."),

    PASSWORD_LONG(Severity.WARNING, "VRRP carries 8 characters; the rest is cut off and protects nothing."),
    PASSWORDS_DIFFER(Severity.ERROR, "The nodes reject each other's advertisements, so each of them takes the VIP."),
    ROUTER_ID_CLASH(
            Severity.ERROR,
            "Two virtual routers of one number on one network hear each other's advertisements and lose their "
                    + "addresses."),
    ROUTER_ID_DIFFERS(
            Severity.ERROR,
            "The nodes are two virtual routers that do not hear each other, so each of them takes the VIP."),
    VIPS_DIFFER(
            Severity.ERROR,
            "keepalived drops advertisements for other addresses than its own, or the holder lacks what another "
                    + "would have."),
    UNICAST_DIFFERS(
            Severity.ERROR,
            "Who sends to the group is not heard by who listens to peers, so each of them takes the VIP."),
    MULTICAST_GROUP_DIFFERS(
            Severity.ERROR,
            "Who sends to one group is not heard by who listens to another, so each of them takes the VIP."),
    PEER_NOT_NAMED(
            Severity.ERROR,
            "A node that is not named in unicast_peer hears no advertisements, so it takes the VIP too."),
    INTERFACES_DIFFER(
            Severity.ADVICE, "Advertisements reach the other node only where both interfaces are on one network."),
    VERSION_DIFFERS(
            Severity.ERROR, "Each version rejects the advertisements of the other, so each node takes the VIP."),
    AUTHENTICATION_DIFFERS(
            Severity.ERROR, "The nodes reject each other's advertisements, so each of them takes the VIP."),
    ADVERT_INTERVAL_DIFFERS(
            Severity.ERROR, "Version 2 rejects advertisements of another interval, so each node takes the VIP."),
    ADVERT_INTERVAL_UNEVEN(
            Severity.WARNING,
            "Version 3 waits by the interval of whoever holds the VIP, so a failover takes as long as that node says."),
    TWO_MASTERS(Severity.ERROR, "Both nodes have the VIP, and clients reach either."),
    VIP_MISSING(Severity.ERROR, "keepalived leaves such an instance out, or moves nothing with it: no node has a VIP."),
    VIP_TRAFFIC_DROPPED(
            Severity.ERROR,
            "keepalived has the kernel drop what clients send to the address, so the VIP answers nobody."),
    VIP_IS_NODE_ADDRESS(
            Severity.ERROR, "The node whose own address it is and the one that holds the VIP both answer for it."),
    INTERFACE_MISSING(Severity.ERROR, "keepalived does not start where an interface is missing that its file names."),
    SOURCE_ADDRESS_MISSING(
            Severity.ERROR, "keepalived cannot send advertisements from an address that the node does not have."),
    VIP_OUTSIDE_SUBNET(
            Severity.WARNING, "Neighbours on the network do not ask for the address there, so they do not find it."),
    VIP_TAKEN(Severity.ERROR, "Two hosts answer for one address, and clients reach either."),
    VIP_NOT_CONFIGURED(
            Severity.WARNING, "keepalived puts on a node what its own configuration names, so nobody will hold it."),
    VIP_NOT_WATCHED(
            Severity.ADVICE, "Nobody notices two holders of the VIP, none, or one that keepalived left behind."),

    TRACK_FILE_NOT_REVERSED(
            Severity.ERROR, "Missing, empty or unreadable counts as 0, which without reverse means that all is well."),
    TRACK_FILE_UNWRITTEN(
            Severity.ERROR, "Nobody writes the file that keepalived follows, so it says nothing of the apiserver."),
    TRACK_FILE_DIRECTORY_MISSING(
            Severity.ERROR, "keepalived drops a track_file whose directory is missing when it starts."),
    TRACK_FILE_FILESYSTEM(
            Severity.ERROR,
            "keepalived 2.2.8 and later ignores files there, and earlier ones hear nothing of changes by others."),
    TRACK_FILE_SINGLE_MOUNT(
            Severity.ERROR,
            "A file that is mounted by itself cannot be replaced by renaming, so it keeps its first content."),

    HAPROXY_SLOWER_THAN_KEEPALIVED(
            Severity.WARNING, "The VIP moves before haproxy has left the bad server, so clients pay for both."),
    HAPROXY_CHECK_SHALLOW(
            Severity.WARNING,
            "The check passes for an apiserver that hangs or is not ready, so clients are sent there."),
    HAPROXY_CHECK_REPLACED(Severity.WARNING, "Of several kinds of check haproxy makes the last one alone."),
    HAPROXY_CHECK_IN_CLEAR(
            Severity.ERROR, "An apiserver answers HTTP without TLS with status 400, so every server is down."),
    HAPROXY_MODE_HTTP(
            Severity.ERROR,
            "haproxy speaks HTTP without TLS to the apiservers then, which answer 400 to every client."),
    SERVER_UNCHECKED(Severity.ERROR, "haproxy sends clients to a server without check for as long as it is dead."),
    HAPROXY_DENIED(
            Severity.ERROR,
            "The apiservers answer haproxy's check with 401 or 403, so haproxy takes every server out."),
    HAPROXY_CA_OUTDATED(
            Severity.ERROR,
            "haproxy goes on with the old file, and takes every server out when an apiserver shows a new certificate."),
    HAPROXY_CONF_OUTDATED(Severity.WARNING, "What is written is not what haproxy does."),
    HEALTHZ_NOT_READYZ(Severity.WARNING, "/healthz says 200 while an apiserver shuts down; /readyz says 500 at once."),
    VERIFY_NONE(Severity.WARNING, "Anybody who can take the address passes for the apiserver."),
    AGENT_CHECK_WITHOUT_CHECK(
            Severity.ERROR, "haproxy keeps the last word of an agent that is gone, so a dead node stays up."),
    AGENT_WAIT_TOO_LONG(
            Severity.ERROR,
            "An answer that is held back for longer than haproxy waits is never heard: haproxy learns nothing "
                    + "from the agent."),
    SLOW_CALLED_DEAD(
            Severity.ERROR,
            "All apiservers share one etcd and are slow together: then every session is cut and no client gets "
                    + "in, while each of them would answer."),
    PATIENCE_TOO_SHORT(
            Severity.WARNING,
            "A control plane that is slow for a moment is called dead, and the VIP moves for nothing."),
    NONLOCAL_BIND_OFF(Severity.ERROR, "haproxy does not start on a node that does not hold the VIP."),
    LIVENESS_RESTARTS_HAPROXY(
            Severity.WARNING,
            "The kubelet restarts a healthy haproxy because apiservers are down, and cuts every connection."),

    MANIFEST_INVALID(Severity.ERROR, "The kubelet does not start such a pod, and stops one that it had started."),
    HOST_NETWORK_MISSING(
            Severity.ERROR, "The pod has a network of its own, so the node never gets the VIP or its port."),
    CAPABILITY_MISSING(Severity.ERROR, "keepalived may not put the address on the interface, so no node has the VIP."),
    KUBE_VIP_ADDRESS_MISSING(Severity.ERROR, "kube-vip has no address to move, and ends."),
    KUBE_VIP_LEASE(
            Severity.ERROR, "kube-vip ends at once: its election wants a lease longer than the deadline to renew it."),
    KUBE_VIP_NO_ELECTION(Severity.ERROR, "Every node takes the VIP, because none asks whether another has it."),
    KUBE_VIP_OFF(Severity.ERROR, "kube-vip moves no address for the control plane then."),

    CERTIFICATE_WRONG_NAME(Severity.ERROR, "The probe does not trust it, so the node never holds the VIP."),
    CERTIFICATE_EXPIRED(Severity.ERROR, "No client that verifies certificates connects any more."),
    CERTIFICATE_EXPIRING(
            Severity.WARNING, "When it has expired no client that verifies certificates connects any more."),
    HTTP_CERTIFICATE_MISSING(
            Severity.ERROR,
            "The HTTP port refuses every handshake: neither the other agents nor Prometheus reach this agent."),
    CLOCK_SKEW(
            Severity.WARNING,
            "A certificate that is valid elsewhere is not valid yet by this clock, or the other way round; logs "
                    + "disagree."),
    ANONYMOUS_DENIED(
            Severity.ERROR, "The apiserver is alive and does not say whether it is ready, which counts as down."),

    AGENT_NOT_RUNNING(
            Severity.WARNING, "check then probes by itself without memory, and the track file keeps its last value."),
    AGENT_STALE(Severity.ERROR, "An agent that hangs knows nothing, and unknown is down."),
    UNIT_NOT_ENABLED(Severity.WARNING, "It does not come back when the node restarts."),
    DAEMON_NOT_RUNNING(Severity.WARNING, "Its configuration is here, but nobody acts on it."),
    PORT_TAKEN(Severity.ERROR, "The agent does not start."),
    SOCKET_IN_THE_WAY(Severity.ERROR, "The agent does not start."),
    PEER_UNREACHABLE(Severity.WARNING, "Two holders of the VIP, or none, cannot be seen from one node.");

    private final Severity severity;
    private final String impact;

    FindingId(Severity severity, String impact) {
        this.severity = severity;
        this.impact = impact;
    }

    /** The severity says how much it hurts. */
    public Severity severity() {
        return severity;
    }

    /** The impact says why it hurts, in one sentence. */
    public String impact() {
        return impact;
    }
}
