package io.vipagent.tools.init;

import io.vipagent.config.InvalidConfiguration;
import io.vipagent.tools.init.cluster.Cluster;
import io.vipagent.tools.init.cluster.Cluster.Member;
import io.vipagent.tools.init.cluster.RenderedFile;
import io.vipagent.tools.init.cluster.TemplateData;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Renders everything below {@code k8s/} from the templates that {@code init} has; the main method writes it there. */
public final class KubernetesTree {
    private static final String BGP =
            "kube-vip-mode: bgp\nbgp-as: 65000\nbgp-peer: {192.0.2.1: 65001}\nset-up: kube-vip\n";

    private final Templates templates = new Templates();
    private final List<RenderedFile> files = new ArrayList<>();

    private KubernetesTree() {}

    /** Writes the tree to the folder of the first argument, or to {@code k8s}. */
    public static void main(String... args) throws InvalidConfiguration {
        new OutFolder(Path.of(args.length == 0 ? "k8s" : args[0]), true)
                .write(files())
                .keySet()
                .forEach(System.out::println);
        new OutFolder(Path.of(args.length < 2 ? "." : args[1]), true).write(monitoring());
    }

    /** Prometheus' rules as they are in {@code monitoring/}: those of the default set-up and profile. */
    static List<RenderedFile> monitoring() throws InvalidConfiguration {
        return new NodeFiles(Clusters.read("set-up: systemd\nmonitoring: true\n" + Clusters.THREE)).monitoring();
    }

    /** Every file, with its path below {@code k8s/}. */
    static List<RenderedFile> files() throws InvalidConfiguration {
        KubernetesTree tree = new KubernetesTree();
        tree.firstNode("static-pods", Clusters.read("set-up: static-pod\n" + Clusters.THREE));
        tree.firstNode("kube-vip-arp", Clusters.read("set-up: kube-vip\n" + Clusters.THREE));
        tree.firstNode("kube-vip-bgp", Clusters.read(BGP + Clusters.THREE));
        tree.daemonSet(Clusters.read("set-up: systemd\n" + Clusters.THREE));
        return tree.files;
    }

    /** The first node stands for all: {@code init} prints the others. */
    private void firstNode(String folder, Cluster cluster) {
        Member member = cluster.members().getFirst();
        for (RenderedFile file : new NodeFiles(cluster).of(member)) {
            files.add(new RenderedFile(folder + "/" + member.name() + "/" + file.path(), file.text(), false));
        }
    }

    @SuppressWarnings("unchecked")
    private void daemonSet(Cluster cluster) {
        Map<String, Object> data = TemplateData.of(cluster, cluster.members().getFirst());
        data.put("daemonSet", true);
        data.put(
                "spec",
                templates.render("vip-agent-podspec.yaml", data).indent(6).stripTrailing());
        add("base/kustomization.yaml", "k8s-base-kustomization.yaml", data);
        add("base/daemonset.yaml", "k8s-daemonset.yaml", data);
        // The schedule is written for the agent's own file, four less deep.
        String map = templates
                .render("k8s-configmap.yaml", data)
                .replaceAll("(?m)^ {6}(interval|timeout|patience|rise|fall|full-interval|fresh-interval|rest-interval):", "          $1:");
        files.add(new RenderedFile("daemonset/base/configmap.yaml", map, false));
        Map<String, Object> monitoring = new TreeMap<>((Map<String, Object>) data.get("monitoring"));
        monitoring.put("where", "the DaemonSet");
        monitoring.put("process", false);
        data.put("monitoring", monitoring);
        data.put("rules", templates.render("rules.yaml", data).indent(2).stripTrailing());
        add("rules/kustomization.yaml", "k8s-rules-kustomization.yaml", data);
        add("rules/prometheus-rule.yaml", "k8s-prometheus-rule.yaml", data);
        for (String monitor : List.of("pod", "service")) {
            String overlay = "overlays/" + monitor + "-monitor/";
            add(overlay + "kustomization.yaml", "k8s-" + monitor + "-monitor-kustomization.yaml", data);
            add(overlay + monitor + "-monitor.yaml", "k8s-" + monitor + "-monitor.yaml", data);
        }
        add("overlays/service-monitor/service.yaml", "k8s-service.yaml", data);
    }

    private void add(String path, String template, Map<String, Object> data) {
        files.add(new RenderedFile("daemonset/" + path, templates.render(template, data), false));
    }
}
