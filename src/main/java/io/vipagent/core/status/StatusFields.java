package io.vipagent.core.status;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.vipagent.core.vip.PeerStatus;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Picks the fields of a status out of its tokens. Knows where it is by itself, so no nesting can overflow its stack. */
final class StatusFields {
    private static final int MAX_VIPS = 100;

    private enum Place {
        BEFORE,
        STATUS,
        DECISION,
        VIPS,
        VIP,
        VRRP,
        INSTANCE,
        TARGETS,
        TARGET,
        CERTIFICATE,
        BEHIND
    }

    private final Set<String> seen = new HashSet<>();
    private final Map<InetAddress, Boolean> vips = new HashMap<>();
    private Place place = Place.BEFORE;
    private String name = "";
    private int skipped;
    private int vip = -1;
    private Optional<String> node = Optional.empty();
    private Optional<Instant> time = Optional.empty();
    private Optional<Boolean> mayHoldVip = Optional.empty();
    private Optional<InetAddress> address = Optional.empty();
    private Optional<Boolean> present = Optional.empty();
    private final DetailFields details = new DetailFields();

    /** Takes the next token, at which {@code json} stands. */
    void take(JsonToken token, JsonParser json) throws IOException, UnreadableStatus {
        if (skipped > 0) {
            skipped += depth(token);
        } else if (token == JsonToken.FIELD_NAME) {
            name = json.currentName();
        } else {
            value(token, json);
        }
    }

    /** What was found. */
    PeerStatus status() throws UnreadableStatus {
        if (node.isPresent() && seen.contains("vips") && mayHoldVip.isPresent()) {
            return new PeerStatus(node.get(), time, vips, mayHoldVip.get(), details.details());
        }
        List<String> missing = new ArrayList<>(List.of("node", "vips", "decision.mayHoldVip"));
        missing.removeAll(seen);
        throw new UnreadableStatus(String.join(", ", missing) + ": missing, expected in the status of a vip-agent");
    }

    private void value(JsonToken token, JsonParser json) throws IOException, UnreadableStatus {
        switch (place) {
            case BEFORE -> {
                new JsonField(token, json, "the body").object();
                place = Place.STATUS;
            }
            case STATUS -> ofStatus(token, json);
            case DECISION -> ofDecision(token, json);
            case VIPS -> ofVips(token, json);
            case VIP -> ofVip(token, json);
            case VRRP -> place = entry(token, Place.INSTANCE);
            case INSTANCE -> {
                if (token == JsonToken.END_OBJECT) {
                    details.endInstance();
                    place = Place.VRRP;
                } else {
                    detail(token, json, "");
                }
            }
            case TARGETS -> place = entry(token, Place.TARGET);
            case TARGET -> {
                if (token == JsonToken.END_OBJECT) {
                    details.endTarget();
                    place = Place.TARGETS;
                } else if (name.equals("certificate") && token == JsonToken.START_OBJECT) {
                    place = Place.CERTIFICATE;
                } else {
                    detail(token, json, "");
                }
            }
            case CERTIFICATE -> {
                if (token == JsonToken.END_OBJECT) {
                    place = Place.TARGET;
                } else {
                    detail(token, json, "certificate.");
                }
            }
            case BEHIND -> throw new UnreadableStatus("more behind the end of the status, expected one JSON object");
        }
    }

    private void ofStatus(JsonToken token, JsonParser json) throws IOException, UnreadableStatus {
        if (token == JsonToken.END_OBJECT) {
            place = Place.BEHIND;
            return;
        }
        switch (name) {
            case "node" -> node = Optional.of(once(token, json, name).node());
            case "time" -> time = once(token, json, name).time();
            case "decision" -> {
                once(token, json, name).object();
                place = Place.DECISION;
            }
            case "vips" -> {
                once(token, json, name).list();
                place = Place.VIPS;
            }
            case "vrrp" -> place = list(token, Place.VRRP);
            case "targets" -> place = list(token, Place.TARGETS);
            default -> detail(token, json, "status.");
        }
    }

    /** What is for people alone is taken where it is as expected, and passed over where it is not. */
    private Place list(JsonToken token, Place inside) {
        if (token == JsonToken.START_ARRAY) {
            return inside;
        }
        skipped = depth(token);
        return place;
    }

    private Place entry(JsonToken token, Place inside) {
        if (token == JsonToken.END_ARRAY) {
            return Place.STATUS;
        }
        if (token == JsonToken.START_OBJECT) {
            return inside;
        }
        skipped = depth(token);
        return place;
    }

    private void detail(JsonToken token, JsonParser json, String prefix) throws IOException {
        skipped = depth(token);
        if (token.isScalarValue()) {
            details.take(prefix + name, json.getText());
        }
    }

    private void ofDecision(JsonToken token, JsonParser json) throws IOException, UnreadableStatus {
        if (token == JsonToken.END_OBJECT) {
            place = Place.STATUS;
        } else if (name.equals("mayHoldVip")) {
            mayHoldVip = Optional.of(once(token, json, "decision.mayHoldVip").flag());
        } else {
            detail(token, json, "decision.");
        }
    }

    private void ofVips(JsonToken token, JsonParser json) throws IOException, UnreadableStatus {
        if (token == JsonToken.END_ARRAY) {
            place = Place.STATUS;
            return;
        }
        if (++vip == MAX_VIPS) {
            throw new UnreadableStatus("vips: more than " + MAX_VIPS + ", expected at most so many");
        }
        new JsonField(token, json, "vips[" + vip + "]").object();
        place = Place.VIP;
    }

    private void ofVip(JsonToken token, JsonParser json) throws IOException, UnreadableStatus {
        String path = "vips[" + vip + "].";
        if (token == JsonToken.END_OBJECT) {
            place = Place.VIPS;
            keepVip(path);
            return;
        }
        switch (name) {
            case "address" ->
                address = Optional.of(once(token, json, path + name).address());
            case "present" ->
                present = Optional.of(once(token, json, path + name).flag());
            default -> skipped = depth(token);
        }
    }

    private void keepVip(String path) throws UnreadableStatus {
        if (address.isEmpty()) {
            throw new UnreadableStatus(path + "address: missing, expected " + JsonField.ANY_ADDRESS);
        }
        if (present.isEmpty()) {
            throw new UnreadableStatus(path + "present: missing, expected " + JsonField.ANY_FLAG);
        }
        if (vips.put(address.get(), present.get()) != null) {
            throw new UnreadableStatus(
                    path + "address: " + address.get().getHostAddress() + " is there twice, expected once");
        }
        address = Optional.empty();
        present = Optional.empty();
    }

    private JsonField once(JsonToken token, JsonParser json, String path) throws UnreadableStatus {
        if (!seen.add(path)) {
            throw new UnreadableStatus(path + ": there twice, expected once");
        }
        return new JsonField(token, json, path);
    }

    /** How a token changes the depth. */
    private static int depth(JsonToken token) {
        if (token.isStructStart()) {
            return 1;
        }
        return token.isStructEnd() ? -1 : 0;
    }
}
