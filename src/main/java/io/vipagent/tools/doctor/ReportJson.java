package io.vipagent.tools.doctor;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.vipagent.tools.doctor.facts.Skipped;
import io.vipagent.tools.doctor.rules.DetectionTime;
import io.vipagent.tools.doctor.rules.Finding;
import io.vipagent.tools.doctor.rules.Severity;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** The report for machines. */
public final class ReportJson {
    private static final double MILLIS = 1000;

    private ReportJson() {}

    /** Returns {@code report} as one object, pretty-printed, with a line feed at the end. */
    public static String of(DoctorReport report) {
        StringWriter out = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            json.writeStringField("worst", report.worst().map(Severity::label).orElse("none"));
            json.writeArrayFieldStart("findings");
            for (Finding finding : report.findings()) {
                strings(
                        json,
                        "id",
                        finding.id().name(),
                        "severity",
                        finding.id().severity().label(),
                        "where",
                        finding.location(),
                        "what",
                        finding.problem(),
                        "why",
                        finding.id().impact(),
                        "write",
                        finding.fix());
            }
            json.writeEndArray();
            json.writeArrayFieldStart("detections");
            for (DetectionTime detection : report.detections()) {
                json.writeStartObject();
                json.writeStringField("subject", detection.subject());
                if (detection.within().isPresent()) {
                    json.writeNumberField("seconds", detection.within().get().toMillis() / MILLIS);
                } else {
                    json.writeNullField("seconds");
                }
                json.writeStringField("arithmetic", detection.arithmetic());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeArrayFieldStart("unchecked");
            for (Skipped unchecked : report.unchecked()) {
                strings(json, "subject", unchecked.subject(), "reason", unchecked.reason());
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail to be written", e);
        }
        return out.append('\n').toString();
    }

    private static void strings(JsonGenerator json, String... pairs) throws IOException {
        json.writeStartObject();
        for (int i = 0; i < pairs.length; i += 2) {
            json.writeStringField(pairs[i], pairs[i + 1]);
        }
        json.writeEndObject();
    }
}
