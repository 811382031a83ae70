package io.vipagent.core.status;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.vipagent.core.status.ClusterView.Problem;
import io.vipagent.core.vip.NodeDetails.VrrpWord;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;

/** The cluster as JSON: what {@code status --cluster --output json} prints. */
public final class ClusterJson {
    private static final JsonFactory JSON = new JsonFactory();
    private static final double NANOS = 1e9;

    private ClusterJson() {}

    /** Returns {@code view}, pretty-printed, with a line feed at the end. */
    public static String of(ClusterView view) {
        StringWriter out = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            json.writeStringField("node", view.node());
            json.writeStringField("version", view.version());
            json.writeStringField("time", view.time().toString());
            json.writeArrayFieldStart("vips");
            for (String vip : view.vips()) {
                json.writeString(vip);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("problems");
            for (Problem problem : view.problems()) {
                json.writeStartObject();
                json.writeBooleanField("severe", problem.severe());
                json.writeStringField("text", problem.text());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeArrayFieldStart("nodes");
            for (NodeRow node : view.nodes()) {
                node(json, node);
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail to be written", e);
        }
        return out.append('\n').toString();
    }

    private static void node(JsonGenerator json, NodeRow node) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", node.name());
        json.writeBooleanField("own", node.own());
        if (node.url().isPresent()) {
            json.writeStringField("url", node.url().get());
        }
        json.writeBooleanField("answers", node.answers());
        if (!node.answers()) {
            json.writeStringField("detail", node.contact());
        }
        if (node.holder() != NodeRow.Holding.UNKNOWN) {
            json.writeBooleanField("holdsVip", node.holder() == NodeRow.Holding.YES);
        }
        json.writeArrayFieldStart("vrrp");
        for (VrrpWord instance : node.details().vrrp()) {
            json.writeStartObject();
            json.writeStringField("instance", instance.instance());
            json.writeStringField("state", instance.state());
            if (instance.priority().isPresent()) {
                json.writeNumberField("priority", instance.priority().getAsInt());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        word(json, "keepalived", node.details().keepalived());
        word(json, "apiserver", node.apiserver());
        word(json, "haproxy", node.haproxy());
        word(json, "decision", node.decision());
        word(json, "why", node.details().why());
        word(json, "version", node.details().version());
        if (node.details().certificateEnd().isPresent()) {
            json.writeStringField(
                    "certificateNotAfter", node.details().certificateEnd().get().toString());
        }
        if (node.clock().isPresent()) {
            Duration ahead = node.clock().get();
            json.writeNumberField("clockAheadSeconds", ahead.getSeconds() + ahead.getNano() / NANOS);
        }
        if (node.lastTakeover().isPresent()) {
            json.writeStringField("lastTakeover", node.lastTakeover().get().toString());
        }
        json.writeEndObject();
    }

    /** What is not known is not there. */
    private static void word(JsonGenerator json, String name, String word) throws IOException {
        if (!word.isEmpty() && !word.equals(NodeRow.NOTHING)) {
            json.writeStringField(name, word);
        }
    }
}
