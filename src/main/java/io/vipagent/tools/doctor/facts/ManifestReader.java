package io.vipagent.tools.doctor.facts;

import io.vipagent.config.YamlText;
import io.vipagent.tools.conf.Source;
import io.vipagent.tools.doctor.facts.Manifest.Container;
import io.vipagent.tools.doctor.facts.Manifest.HttpProbe;
import io.vipagent.tools.doctor.facts.Manifest.Mounted;
import io.vipagent.tools.doctor.facts.Manifest.Variable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** From a manifest's text to what doctor cares of it. What is not as Kubernetes wants it is passed over. */
public final class ManifestReader {
    private static final Set<String> POWERS = Set.of("NET_ADMIN", "CAP_NET_ADMIN", "ALL");

    private ManifestReader() {}

    /** Reads {@code source}; a file that is not YAML, or none of a pod, says so. */
    public static Manifest read(Source source) {
        List<Node> documents;
        try {
            documents = YamlText.documents(source.text());
        } catch (YamlText.NotYaml e) {
            return Manifest.unreadable(source.file(), "not YAML: " + e.getMessage());
        }
        if (documents.stream().noneMatch(MappingNode.class::isInstance)) {
            return Manifest.unreadable(source.file(), "no pod: expected apiVersion, kind, metadata and spec");
        }
        List<Node> specs = documents.stream()
                .flatMap(document -> child(document, "spec").stream())
                .toList();
        return new Manifest(
                source.file(),
                Optional.empty(),
                specs.stream().anyMatch(spec -> text(spec, "hostNetwork").equals("true")),
                specs.stream()
                        .flatMap(spec -> items(spec, "containers"))
                        .map(ManifestReader::container)
                        .toList());
    }

    private static Container container(Node node) {
        Map<String, Variable> environment = new LinkedHashMap<>();
        items(node, "env")
                .filter(entry -> child(entry, "valueFrom").isEmpty())
                .forEach(
                        entry -> environment.put(text(entry, "name"), new Variable(text(entry, "value"), line(entry))));
        return new Container(
                text(node, "name"),
                text(node, "image"),
                line(node),
                child(node, "livenessProbe")
                        .flatMap(probe -> child(probe, "httpGet"))
                        .map(ManifestReader::probe),
                items(node, "volumeMounts")
                        .map(mount -> new Mounted(text(mount, "mountPath"), line(mount)))
                        .toList(),
                environment,
                Stream.concat(items(node, "command"), items(node, "args"))
                        .filter(ScalarNode.class::isInstance)
                        .map(word -> ((ScalarNode) word).getValue())
                        .toList(),
                child(node, "securityContext")
                        .filter(context -> text(context, "privileged").equals("true")
                                || child(context, "capabilities").stream()
                                        .flatMap(capabilities -> items(capabilities, "add"))
                                        .anyMatch(word -> word instanceof ScalarNode scalar
                                                && POWERS.contains(scalar.getValue())))
                        .isPresent());
    }

    private static HttpProbe probe(Node node) {
        return new HttpProbe(text(node, "scheme"), text(node, "path"), text(node, "port"), line(node));
    }

    private static Optional<Node> child(Node node, String key) {
        return node instanceof MappingNode mapping
                ? mapping.getValue().stream()
                        .filter(entry -> entry.getKeyNode() instanceof ScalarNode name
                                && name.getValue().equals(key))
                        .map(entry -> entry.getValueNode())
                        .findFirst()
                : Optional.empty();
    }

    private static Stream<Node> items(Node node, String key) {
        return child(node, key).stream()
                .flatMap(value -> value instanceof SequenceNode list ? list.getValue().stream() : Stream.empty());
    }

    private static String text(Node node, String key) {
        return child(node, key)
                .filter(ScalarNode.class::isInstance)
                .map(value -> ((ScalarNode) value).getValue())
                .orElse("");
    }

    private static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }
}
