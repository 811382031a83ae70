package io.vipagent.lab;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The files of kubeadm's guide, with its variables filled in. */
public final class Classic {
    private static final String FOLDER = "/io/vipagent/tools/init/migrate/";

    private Classic() {}

    /** One of its files; what {@code values} has not stays a variable. */
    public static String text(String name, Map<String, String> values) {
        try (InputStream in = Objects.requireNonNull(Classic.class.getResourceAsStream(FOLDER + name), name)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (Map.Entry<String, String> value : values.entrySet()) {
                text = text.replace("${" + value.getKey() + "}", value.getValue());
            }
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The values of three nodes; {@code first}: of the one that is MASTER. */
    public static Map<String, String> values(boolean first, String vip, List<String> addresses) {
        return Map.ofEntries(
                Map.entry("STATE", first ? "MASTER" : "BACKUP"),
                Map.entry("INTERFACE", "eth0"),
                Map.entry("ROUTER_ID", "51"),
                Map.entry("PRIORITY", first ? "101" : "100"),
                Map.entry("AUTH_PASS", "42"),
                Map.entry("APISERVER_VIP", vip),
                Map.entry("APISERVER_DEST_PORT", "8443"),
                Map.entry("APISERVER_SRC_PORT", "6443"),
                Map.entry("HOST1_ID", "cp1"),
                Map.entry("HOST1_ADDRESS", addresses.get(0)),
                Map.entry("HOST2_ID", "cp2"),
                Map.entry("HOST2_ADDRESS", addresses.get(1)),
                Map.entry("HOST3_ID", "cp3"),
                Map.entry("HOST3_ADDRESS", addresses.get(2)));
    }

    /** Writes all of them below {@code folder} as they are below a node's root. */
    public static void write(Path folder, Map<String, String> values) {
        try {
            Path keepalived = Files.createDirectories(folder.resolve("etc/keepalived"));
            Path haproxy = Files.createDirectories(folder.resolve("etc/haproxy"));
            Files.writeString(keepalived.resolve("keepalived.conf"), text("keepalived.conf", values));
            Files.writeString(haproxy.resolve("haproxy.cfg"), text("haproxy.cfg", values));
            Path script =
                    Files.writeString(keepalived.resolve("check_apiserver.sh"), text("check_apiserver.sh", values));
            Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
