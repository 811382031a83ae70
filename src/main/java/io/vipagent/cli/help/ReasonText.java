package io.vipagent.cli.help;

import io.vipagent.core.health.Reason;

/**
 * What a reason means, and what to look at.
 *
 * @param meaning what was seen
 * @param remedy where to look next
 */
record ReasonText(String meaning, String remedy) {
    /** Returns the text of {@code reason}. */
    static ReasonText of(Reason reason) {
        return switch (reason) {
            case CONNECT_REFUSED ->
                new ReasonText(
                        "The kernel of the other side refused the connection: nobody listens on the port.",
                        "Look whether kube-apiserver runs: crictl ps -a --name kube-apiserver, and its log.");
            case CONNECT_TIMEOUT ->
                new ReasonText(
                        "No answer to the connection attempt came before the timeout.",
                        "Look at the network between the nodes, at firewalls, and at the load of the other host.");
            case TLS_FAILED ->
                new ReasonText(
                        "The TLS handshake failed, or nobody answered it before the timeout.",
                        "Look at it with vip-agent probe URL: a process that hangs accepts and is silent.");
            case TLS_UNTRUSTED ->
                new ReasonText(
                        "The certificate is not one that the CA in ca-file vouches for under the expected name.",
                        "Compare what vip-agent probe URL shows with ca-file and server-name.");
            case CERT_EXPIRED ->
                new ReasonText(
                        "The certificate would be trusted if it had not expired.",
                        "kubeadm certs renew apiserver, then restart kube-apiserver; look at the clock too.");
            case RESPONSE_TIMEOUT ->
                new ReasonText(
                        "TLS is up, but the answer was not complete before the timeout.",
                        "The apiserver hangs: look at its log, at etcd, and at the node's CPU and disk.");
            case SERVER_ERROR ->
                new ReasonText(
                        "The answer was a 5xx status.",
                        "kubectl get --raw '/readyz?verbose' --server https://NODE:6443 names the check that fails.");
            case UNAUTHORIZED ->
                new ReasonText(
                        "The answer was 401 or 403: alive, but it does not say its health.",
                        "Anonymous requests are off: set cert-file and key-file, or token-file, of the target.");
            case UNEXPECTED_RESPONSE ->
                new ReasonText(
                        "The answer was another status or body than expected, or no HTTP.",
                        "Somebody else may listen there, or url, accept-status or expect-body are wrong.");
            case NETWORK ->
                new ReasonText(
                        "The name could not be resolved, there is no route, or the connection was reset.",
                        "Look at the addresses in the configuration, at routes, and at what is between the nodes.");
            case AGENT_UNREACHABLE ->
                new ReasonText(
                        "Nobody answers on the agent's control socket.",
                        "systemctl status vip-agent; who asks must be allowed to open the socket.");
            case STALE ->
                new ReasonText(
                        "What is known is too old to be believed: the agent hangs, or a peer was not asked lately.",
                        "Look at the load of the node and at the agent's log; systemd's watchdog restarts one "
                                + "that hangs.");
            case MAINTENANCE -> new ReasonText("An operator drained this node.", "vip-agent resume ends it.");
            case STARTING ->
                new ReasonText(
                        "Too few probes so far to know.",
                        "Wait: rise times interval of the target, which the log says at the start.");
            case AGENT_ERROR ->
                new ReasonText(
                        "The agent itself is in trouble, such as without file descriptors; it says nothing of "
                                + "the target.",
                        "Look at the agent's log and at its limits.");
            case SLOW ->
                new ReasonText(
                        "It answers too late, or not at all so far, while another apiserver answers in time.",
                        "Look at vip-agent status for latencies, and at the node's CPU, disk and etcd.");
        };
    }
}
