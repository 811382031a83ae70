package io.vipagent.demo;

import io.vipagent.core.health.Reason;
import io.vipagent.fake.Behaviour;

/** A way for one apiserver to be broken, and what the agent calls it. */
enum Scene {
    GONE("its process is gone", Behaviour.REFUSE, Reason.CONNECT_REFUSED),
    FAILING("it answers 500, as without its etcd", Behaviour.ERROR_500, Reason.SERVER_ERROR),
    HANGING(
            "it hangs after the TLS handshake, which satisfies a check of the port",
            Behaviour.SILENT_AFTER_TLS,
            Reason.SLOW),
    EXPIRED("its certificate has expired, which curl -k does not mind", Behaviour.EXPIRED_CERT, Reason.CERT_EXPIRED);

    private final String title;
    private final Behaviour behaviour;
    private final Reason reason;

    Scene(String title, Behaviour behaviour, Reason reason) {
        this.title = title;
        this.behaviour = behaviour;
        this.reason = reason;
    }

    String title() {
        return title;
    }

    Behaviour behaviour() {
        return behaviour;
    }

    Reason reason() {
        return reason;
    }
}
