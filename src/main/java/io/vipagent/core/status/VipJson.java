package io.vipagent.core.status;

import com.fasterxml.jackson.core.JsonGenerator;
import io.vipagent.core.vip.HolderReport;
import io.vipagent.core.vip.PeerContact;
import io.vipagent.core.vip.PeerContact.NotAsked;
import io.vipagent.core.vip.PeerContact.Reached;
import io.vipagent.core.vip.PeerContact.Unreached;
import io.vipagent.core.vip.PeerFinding;
import io.vipagent.core.vip.PeerReport;
import io.vipagent.core.vip.PeerView;
import io.vipagent.core.vip.VipFinding;
import io.vipagent.core.vip.VipPresence;
import io.vipagent.core.vip.VrrpInstanceState;
import java.io.IOException;
import java.util.Collection;

/** Writes the VIP's part of the status as JSON. */
final class VipJson {
    private static final double MILLIS = 1e3;

    private final JsonGenerator json;

    VipJson(JsonGenerator json) {
        this.json = json;
    }

    /** Writes fields into the object that is open. */
    void write(VipStatus report) throws IOException {
        PeerStatusJson.startVips(json);
        for (VipPresence presence : report.presences()) {
            vip(presence, report);
        }
        json.writeEndArray();
        json.writeArrayFieldStart(StatusKeys.VRRP);
        for (VrrpInstanceState instance : report.vrrp().instances()) {
            instance(instance);
        }
        json.writeEndArray();
        json.writeStringField(StatusKeys.KEEPALIVED, report.keepalived().label());
        if (report.peers().isPresent()) {
            peers(report.peers().get());
        }
    }

    private void vip(VipPresence presence, VipStatus report) throws IOException {
        PeerStatusJson.startVip(
                json, presence.vip(), presence.networkInterface().isPresent());
        if (presence.networkInterface().isPresent()) {
            json.writeStringField("interface", presence.networkInterface().get());
            json.writeBooleanField("up", presence.up());
        }
        json.writeArrayFieldStart("findings");
        for (VipFinding finding : report.findings(presence.vip())) {
            json.writeString(finding.finding().label());
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void instance(VrrpInstanceState instance) throws IOException {
        json.writeStartObject();
        json.writeStringField(StatusKeys.INSTANCE, instance.name());
        json.writeStringField(StatusKeys.STATE, instance.state().name());
        json.writeStringField("since", instance.since().toString());
        if (instance.priority().isPresent()) {
            json.writeNumberField(StatusKeys.PRIORITY, instance.priority().getAsInt());
        }
        json.writeNumberField("transitions", instance.transitions());
        json.writeEndObject();
    }

    private void peers(PeerView peers) throws IOException {
        json.writeArrayFieldStart("holders");
        for (HolderReport holding : peers.holders().holdings()) {
            json.writeStartObject();
            json.writeStringField(StatusKeys.ADDRESS, holding.vip().getHostAddress());
            json.writeStringField("verdict", holding.word().label());
            names("nodes", holding.names());
            names("unknown", holding.unknown());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("peers");
        for (PeerReport report : peers.reports()) {
            peer(report, peers.believed(report));
        }
        json.writeEndArray();
        names(
                "peerFindings",
                peers.holders().findings().stream().map(PeerFinding::text).toList());
    }

    private void peer(PeerReport report, PeerContact contact) throws IOException {
        json.writeStartObject();
        json.writeStringField("url", report.peer().label());
        json.writeBooleanField("up", contact instanceof Reached);
        switch (contact) {
            case NotAsked none -> json.writeStringField(StatusKeys.DETAIL, "not asked so far");
            case Reached reached -> {
                json.writeStringField(StatusKeys.NODE, reached.status().node());
                json.writeBooleanField(StatusKeys.MAY_HOLD_VIP, reached.status().mayHoldVip());
                if (reached.clock().isPresent()) {
                    json.writeNumberField(
                            "clockAheadSeconds", reached.clock().get().ahead().toMillis() / MILLIS);
                }
            }
            case Unreached unreached -> {
                json.writeStringField(StatusKeys.REASON, unreached.reason().name());
                json.writeStringField(StatusKeys.DETAIL, unreached.detail());
            }
        }
        json.writeEndObject();
    }

    private void names(String field, Collection<String> names) throws IOException {
        json.writeArrayFieldStart(field);
        for (String name : names) {
            json.writeString(name);
        }
        json.writeEndArray();
    }
}
