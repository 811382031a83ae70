package io.vipagent.core.health;

import java.util.Optional;

/** May this node hold the virtual IP? */
public sealed interface Decision {
    /**
     * Returns the decision before anything is known. A method: a constant of a subtype could deadlock the
     * initialisation of classes.
     */
    static Decision undecided() {
        return new Denied(Reason.STARTING, "nothing is known yet");
    }

    /** Returns whether it may. */
    boolean mayHoldVip();

    /**
     * Returns whether the agent does not know. On a busy machine an agent may be stale before its first outcome, which
     * says nothing of this node.
     */
    default boolean isUnknown() {
        return this instanceof Denied denied && denied.reason().isUnknown();
    }

    /**
     * Returns what was decided last with knowledge: this, or {@code before} where this one is made of ignorance. What
     * is held is judged by it: not to know for a moment is no reason to have let go.
     */
    default Decision orKnown(Decision before) {
        return isUnknown() ? before : this;
    }

    /** Returns the decision as an output says it. */
    Health answer();

    /** Returns one word for what it is: granted, held, bootstrap or denied. */
    String label();

    /**
     * Returns whether {@code other} means the same to an operator. A target that fails now one way and now another does
     * not make a new decision each time; to begin or cease to know, or to be drained, does.
     */
    default boolean sameKind(Decision other) {
        return getClass() == other.getClass() && unrelatedToTargets(this).equals(unrelatedToTargets(other));
    }

    private static Optional<Reason> unrelatedToTargets(Decision decision) {
        return decision instanceof Denied denied && isUnrelatedToTargets(denied.reason())
                ? Optional.of(denied.reason())
                : Optional.empty();
    }

    private static boolean isUnrelatedToTargets(Reason reason) {
        return reason.isUnknown() || reason == Reason.MAINTENANCE;
    }

    /** The node may hold the VIP: everything that the policy asks is up. */
    record Granted() implements Decision {
        @Override
        public boolean mayHoldVip() {
            return true;
        }

        @Override
        public String label() {
            return "granted";
        }

        @Override
        public Health answer() {
            return new Health.Healthy("may hold the VIP");
        }
    }

    /** The VIP was granted, and stays so because no other apiserver is known to be better: moving the VIP cannot help. */
    record Held(Reason reason, String detail) implements Decision {
        @Override
        public boolean mayHoldVip() {
            return true;
        }

        @Override
        public String label() {
            return "held";
        }

        @Override
        public Health answer() {
            return new Health.Healthy("holds on, no other apiserver is known to be better: " + reason + " " + detail);
        }
    }

    /**
     * The node may hold the VIP although nothing serves yet: kubeadm init reaches the apiserver that it starts through the VIP, which some
     * node must hold before that.
     */
    record Bootstrapping(Reason reason, String detail) implements Decision {
        @Override
        public boolean mayHoldVip() {
            return true;
        }

        @Override
        public String label() {
            return "bootstrap";
        }

        @Override
        public Health answer() {
            return new Health.Healthy("waits for the first apiserver of a new cluster: " + reason + " " + detail);
        }
    }

    /** The node may not hold the VIP. */
    record Denied(Reason reason, String detail) implements Decision {
        @Override
        public boolean mayHoldVip() {
            return false;
        }

        @Override
        public String label() {
            return "denied";
        }

        @Override
        public Health answer() {
            return new Health.Unhealthy(reason, detail);
        }
    }
}
