package io.vipagent.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Renovate keeps the images by digest that the manifests name; which ones it finds is a pattern in its file. */
class RenovateTest {
    private static final Pattern IMAGE = Pattern.compile("image: (\\S+)");

    private static Pattern found;
    private static Pattern files;

    @BeforeAll
    static void read() throws IOException {
        JsonNode root =
                new ObjectMapper().readTree(Path.of(".github/renovate.json").toFile());
        assertThat(root.get("extends").toString()).contains("docker:pinDigests");
        JsonNode manager = root.get("customManagers").get(0);
        found = Pattern.compile(manager.get("matchStrings").get(0).asText());
        files = Pattern.compile(manager.get("managerFilePatterns")
                .valueStream()
                .map(JsonNode::asText)
                .map(pattern -> pattern.substring(1, pattern.length() - 1))
                .collect(Collectors.joining("|")));
    }

    @Test
    void everyImageOfOthersInTheManifestsIsFound() throws IOException {
        Set<String> named = new TreeSet<>();
        for (Path manifest : below(Path.of("k8s"))) {
            IMAGE.matcher(Files.readString(manifest))
                    .results()
                    .map(image -> image.group(1))
                    .filter(image -> !image.startsWith("vip-agent"))
                    .forEach(named::add);
        }
        Set<String> known = new TreeSet<>();
        for (Path source : below(Path.of("src/main"))) {
            if (files.matcher(source.toString()).find()) {
                found.matcher(Files.readString(source))
                        .results()
                        .map(MatchResult::group)
                        .forEach(known::add);
            }
        }
        assertThat(named).isNotEmpty();
        assertThat(known).containsExactlyElementsOf(named);
    }

    @Test
    void aDigestIsPartOfAnImage() {
        String image = "docker.io/library/haproxy:3.0@sha256:" + "0123456789abcdef".repeat(4);
        assertThat(found.matcher("\"" + image + "\",").results().map(MatchResult::group))
                .containsExactly(image);
    }

    private static Set<Path> below(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
