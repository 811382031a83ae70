package io.vipagent.agent.http;

import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.health.SmallRyeHealth;
import io.smallrye.health.SmallRyeHealthReporter;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayOutputStream;

/**
 * What kubelet asks of the agent itself, as MicroProfile Health has it: {@link LoopLiveness} and
 * {@link VerdictReadiness}, each alone or both.
 */
@Path("/q/health")
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
@Singleton
public final class KubernetesResource {
    private final SmallRyeHealthReporter reporter;

    public KubernetesResource(SmallRyeHealthReporter reporter) {
        this.reporter = reporter;
    }

    /** Returns whether the agent is alive and ready. */
    @GET
    public Uni<Response> health() {
        return answer(reporter.getHealthAsync());
    }

    /** Returns the same without a body. */
    @HEAD
    public Uni<Response> healthHead() {
        return health();
    }

    /** Refuses: the kubelet asks by GET. */
    @OPTIONS
    public Response healthOptions() {
        throw Answers.readOnly();
    }

    /** Returns whether the agent is alive. */
    @GET
    @Path("live")
    public Uni<Response> live() {
        return answer(reporter.getLivenessAsync());
    }

    /** Returns the same without a body. */
    @HEAD
    @Path("live")
    public Uni<Response> liveHead() {
        return live();
    }

    /** Refuses: the kubelet asks by GET. */
    @OPTIONS
    @Path("live")
    public Response liveOptions() {
        throw Answers.readOnly();
    }

    /** Returns whether the agent has its first verdicts. */
    @GET
    @Path("ready")
    public Uni<Response> ready() {
        return answer(reporter.getReadinessAsync());
    }

    /** Returns the same without a body. */
    @HEAD
    @Path("ready")
    public Uni<Response> readyHead() {
        return ready();
    }

    /** Refuses: the kubelet asks by GET. */
    @OPTIONS
    @Path("ready")
    public Response readyOptions() {
        throw Answers.readOnly();
    }

    private Uni<Response> answer(Uni<SmallRyeHealth> asked) {
        return asked.map(health -> {
            ByteArrayOutputStream json = new ByteArrayOutputStream();
            reporter.reportHealth(json, health);
            return Answers.of(!health.isDown(), MediaTypes.JSON, json.toByteArray());
        });
    }
}
