package io.vipagent.core.status;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.vipagent.core.health.Health;
import io.vipagent.core.health.Health.Healthy;
import io.vipagent.core.health.Health.Unhealthy;
import io.vipagent.core.health.HealthSnapshot;
import io.vipagent.core.health.HealthText;
import io.vipagent.core.health.Outcome;
import io.vipagent.core.health.Phase;
import io.vipagent.core.health.Reason;
import io.vipagent.core.health.ServerCertificate;
import io.vipagent.core.health.TargetHealth;
import io.vipagent.core.health.TargetSnapshot;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.OptionalLong;

/** The status as JSON: what {@code status --output json} prints and {@code /api/v1/status} serves. */
public final class StatusJson {
    /**
     * ASCII alone: a certificate's subject may hold what would move a terminal's cursor or turn the direction of a
     * line.
     */
    private static final JsonFactory JSON =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private static final double NANOS = 1e9;

    private StatusJson() {}

    /** {@code report}, pretty-printed, with a line feed at the end. */
    public static String of(AgentStatus report) {
        HealthSnapshot view = report.view();
        StringWriter out = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            PeerStatusJson.node(json, report.node());
            json.writeStringField(StatusKeys.VERSION, report.version());
            PeerStatusJson.time(json, report.time());
            PeerStatusJson.startDecision(json, view.decision().mayHoldVip());
            json.writeStringField(StatusKeys.STATE, view.decision().label());
            answer(json, view.decision().answer());
            json.writeEndObject();
            json.writeObjectFieldStart("service");
            answer(json, view.service());
            json.writeEndObject();
            json.writeObjectFieldStart("maintenance");
            json.writeBooleanField("active", view.maintenance().isPresent());
            json.writeStringField(StatusKeys.REASON, view.maintenance().orElse(""));
            if (view.drainLeft().isPresent()) {
                json.writeNumberField("remainingSeconds", view.drainLeft().get().toMillis() / 1e3);
            }
            json.writeEndObject();
            json.writeArrayFieldStart(StatusKeys.TARGETS);
            for (TargetSnapshot snapshot : view.snapshots()) {
                target(json, snapshot, view.nanos());
            }
            json.writeEndArray();
            new VipJson(json).write(report.vip());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail to be written", e);
        }
        return out.append('\n').toString();
    }

    /** Returns one answer as an object of its own, with a line feed at the end. */
    public static String of(Health answer) {
        StringWriter out = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            answer(json, answer);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail to be written", e);
        }
        return out.append('\n').toString();
    }

    private static void target(JsonGenerator json, TargetSnapshot snapshot, long now) throws IOException {
        TargetHealth health = snapshot.health(now);
        json.writeStartObject();
        json.writeStringField(StatusKeys.NAME, health.target());
        json.writeStringField(StatusKeys.ROLE, health.role().label());
        json.writeStringField("url", snapshot.target().url().toString());
        json.writeStringField(StatusKeys.STATE, HealthText.state(health));
        answer(json, health.answer());
        json.writeStringField("since", snapshot.since().toString());
        json.writeNumberField("secondsInState", (now - snapshot.sinceNanos()) / NANOS);
        json.writeNumberField("secondsSinceProbe", (now - snapshot.lastNanos()) / NANOS);
        json.writeNumberField("consecutivePasses", health.verdict().streak().passes());
        json.writeNumberField("consecutiveFailures", health.verdict().streak().failures());
        latency(json, "latencyMedianSeconds", snapshot.history().medianNanos());
        latency(json, "latencySpreadSeconds", snapshot.history().spreadNanos());
        if (snapshot.last().isPresent()) {
            outcome(json, snapshot.last().get());
        }
        if (snapshot.certificate().isPresent()) {
            certificate(json, snapshot.certificate().get());
        }
        json.writeEndObject();
    }

    private static void latency(JsonGenerator json, String name, OptionalLong nanos) throws IOException {
        if (nanos.isPresent()) {
            json.writeNumberField(name, nanos.getAsLong() / NANOS);
        }
    }

    private static void outcome(JsonGenerator json, Outcome outcome) throws IOException {
        json.writeObjectFieldStart("lastProbe");
        switch (outcome) {
            case Outcome.Passed passed -> {
                json.writeBooleanField("passed", true);
                json.writeNumberField("status", passed.status());
            }
            case Outcome.Overdue overdue -> {
                json.writeBooleanField("passed", false);
                json.writeStringField(StatusKeys.REASON, Reason.SLOW.name());
                json.writeStringField(StatusKeys.DETAIL, "no answer yet");
            }
            case Outcome.Late late -> {
                json.writeBooleanField("passed", false);
                json.writeNumberField("status", late.status());
                json.writeStringField(StatusKeys.REASON, Reason.SLOW.name());
                json.writeStringField(StatusKeys.DETAIL, "answered late");
            }
            case Outcome.Failed failed -> {
                json.writeBooleanField("passed", false);
                json.writeStringField(StatusKeys.REASON, failed.reason().name());
                json.writeStringField(StatusKeys.DETAIL, failed.detail());
            }
        }
        json.writeObjectFieldStart("seconds");
        for (Phase phase : Phase.values()) {
            if (outcome.phases().nanos(phase).isPresent()) {
                json.writeNumberField(
                        phase.label(), outcome.phases().nanos(phase).getAsLong() / NANOS);
            }
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void certificate(JsonGenerator json, ServerCertificate certificate) throws IOException {
        json.writeObjectFieldStart(StatusKeys.CERTIFICATE);
        json.writeStringField("subject", certificate.subject());
        json.writeStringField("issuer", certificate.issuer());
        json.writeStringField("notBefore", certificate.notBefore().toString());
        json.writeStringField(StatusKeys.NOT_AFTER, certificate.notAfter().toString());
        json.writeEndObject();
    }

    private static void answer(JsonGenerator json, Health answer) throws IOException {
        json.writeBooleanField("healthy", answer.healthy());
        switch (answer) {
            case Healthy healthy -> json.writeStringField(StatusKeys.DETAIL, healthy.note());
            case Unhealthy unhealthy -> {
                json.writeStringField(StatusKeys.REASON, unhealthy.reason().name());
                json.writeStringField(StatusKeys.DETAIL, unhealthy.detail());
            }
        }
    }
}
