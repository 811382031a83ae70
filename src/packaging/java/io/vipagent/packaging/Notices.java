package io.vipagent.packaging;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What others want to be told to everybody who gets their work: every library that is linked into the binary with its
 * licence, and the licence and notice texts that it carries. {@code Notices SBOM LIBRARIES MORE} prints it.
 */
final class Notices {
    private static final String TEXTS = "(META-INF/)?(licen[cs]es?/)?(licen[cs]e|notice|copying|copyright)[^/]*";

    private final Map<String, String> licences = new TreeMap<>();
    private final Map<String, TreeSet<String>> texts = new TreeMap<>();

    public static void main(String... args) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(args[1]))) {
            List<Path> jars = files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
            Notices notices = of(new JsonObject(Files.readString(Path.of(args[0]))), jars);
            PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
            out.print(notices.text() + Files.readString(Path.of(args[2])));
            out.flush();
        }
    }

    /**
     * Of the components in {@code sbom} those that are among {@code jars}, which are named
     * {@code GROUP.NAME-VERSION.jar}.
     *
     * @throws IllegalArgumentException where a library has no known licence
     */
    static Notices of(JsonObject sbom, List<Path> jars) throws IOException {
        Map<String, JsonObject> components = sbom.getJsonArray("components").stream()
                .map(JsonObject.class::cast)
                .collect(Collectors.toMap(Notices::fileName, each -> each, (one, other) -> one));
        Notices notices = new Notices();
        for (Path jar : jars) {
            JsonObject component = components.get(String.valueOf(jar.getFileName()));
            if (component == null) {
                throw new IllegalArgumentException(jar.getFileName() + " is not in the SBOM");
            }
            notices.add(component, jar);
        }
        return notices;
    }

    String text() {
        StringBuilder out = new StringBuilder("vip-agent holds the work of others, under these licences.\n\n");
        licences.forEach((library, licence) ->
                out.append("  ").append(library).append(": ").append(licence).append('\n'));
        List<String> blocks = new ArrayList<>();
        texts.forEach((text, of) -> blocks.add("\n" + "=".repeat(80) + "\n" + String.join("\n", of) + "\n\n" + text));
        blocks.stream().sorted().forEach(out::append);
        return out.toString();
    }

    private void add(JsonObject component, Path jar) throws IOException {
        String library =
                component.getString("group") + ":" + component.getString("name") + " " + component.getString("version");
        String licence = licences(component);
        if (licence.isEmpty()) {
            throw new IllegalArgumentException(library + " has no licence in the SBOM");
        }
        licences.put(library, licence);
        try (JarFile file = new JarFile(jar.toFile())) {
            for (Enumeration<JarEntry> all = file.entries(); all.hasMoreElements(); ) {
                JarEntry entry = all.nextElement();
                if (!entry.isDirectory()
                        && entry.getName().toLowerCase(Locale.ROOT).matches("(?i)" + TEXTS)) {
                    String text = new String(file.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
                    String tidy =
                            text.replace("\r", "").replaceAll("[ \t]+\n", "\n").strip() + "\n";
                    texts.computeIfAbsent(tidy, unused -> new TreeSet<>()).add(library);
                }
            }
        }
    }

    private static String fileName(JsonObject component) {
        return component.getString("group") + "." + component.getString("name") + "-" + component.getString("version")
                + ".jar";
    }

    private static String licences(JsonObject component) {
        return component.getJsonArray("licenses", new JsonArray()).stream()
                .map(JsonObject.class::cast)
                .map(each -> each.containsKey("expression")
                        ? each.getString("expression")
                        : each.getJsonObject("license")
                                .getString("id", each.getJsonObject("license").getString("name", "")))
                .filter(id -> !id.isEmpty())
                .collect(Collectors.joining(" or "));
    }
}
