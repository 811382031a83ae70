package io.vipagent.tools.init;

import io.vipagent.tools.init.cluster.Cluster;
import io.vipagent.tools.init.cluster.Cluster.Member;
import io.vipagent.tools.init.cluster.RenderedFile;
import io.vipagent.tools.init.cluster.TemplateData;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Every file of a node. */
public final class NodeFiles {
    private final Templates templates = new Templates();
    private final Cluster cluster;

    /** Makes those of this cluster, which has a password where it needs one. */
    public NodeFiles(Cluster cluster) {
        this.cluster = cluster;
    }

    /**
     * Returns what Prometheus needs, for all nodes together; none where the cluster is described without
     * {@code monitoring}.
     */
    public List<RenderedFile> monitoring() {
        if (!cluster.monitoring()) {
            return List.of();
        }
        Map<String, Object> data = TemplateData.of(cluster, cluster.members().getFirst());
        return List.of(
                file("monitoring/rules.yaml", "rules.yaml", data), file("monitoring/scrape.yaml", "scrape.yaml", data));
    }

    /** Returns the files of a node in a fixed order, and the same bytes each time. */
    public List<RenderedFile> of(Member member) {
        Map<String, Object> data = TemplateData.of(cluster, member);
        List<RenderedFile> files = new ArrayList<>();
        files.add(file("README", "readme", data));
        files.add(file("etc/vip-agent/vip-agent.yaml", "vip-agent.yaml", data));
        if (cluster.tls().http()) {
            files.add(file("etc/vip-agent/make-certificate.sh", "make-certificate.sh", data));
            for (String kind : List.of("path", "service", "timer")) {
                String unit = "vip-agent-certificate." + kind;
                files.add(file("etc/systemd/system/" + unit, unit, data));
            }
        }
        switch (cluster.setUp()) {
            case SYSTEMD -> {
                keepalived(data, files);
                haproxy(data, files);
                dropIn("keepalived", data, files);
                dropIn("haproxy", data, files);
                for (String unit : List.of("haproxy-reload.path", "haproxy-reload.service")) {
                    files.add(file("etc/systemd/system/" + unit, unit, data));
                }
            }
            case STATIC_POD -> {
                keepalived(data, files);
                haproxy(data, files);
                pod("vip-agent", data, files);
                pod("keepalived", data, files);
                pod("haproxy", data, files);
                files.add(file("etc/tmpfiles.d/vip-agent.conf", "tmpfiles.conf", data));
            }
            case KEEPALIVED_ONLY -> {
                keepalived(data, files);
                dropIn("keepalived", data, files);
            }
            case KUBE_VIP -> {
                pod("vip-agent", data, files);
                pod("kube-vip", data, files);
                files.add(file("etc/tmpfiles.d/vip-agent.conf", "tmpfiles.conf", data));
            }
        }
        return files;
    }

    private void keepalived(Map<String, Object> data, List<RenderedFile> files) {
        RenderedFile conf = file("etc/keepalived/keepalived.conf", "keepalived.conf", data);
        files.add(new RenderedFile(conf.path(), conf.text(), Boolean.TRUE.equals(data.get("authenticated"))));
    }

    private void haproxy(Map<String, Object> data, List<RenderedFile> files) {
        files.add(file("etc/haproxy/haproxy.cfg", "haproxy.cfg", data));
    }

    private void dropIn(String service, Map<String, Object> data, List<RenderedFile> files) {
        files.add(file("etc/systemd/system/" + service + ".service.d/vip-agent.conf", service + "-dropin.conf", data));
    }

    private void pod(String name, Map<String, Object> data, List<RenderedFile> files) {
        Map<String, Object> spec = new TreeMap<>(data);
        spec.put("name", name);
        spec.put(
                "spec", templates.render(name + "-podspec.yaml", data).indent(2).stripTrailing());
        files.add(file("etc/kubernetes/manifests/" + name + ".yaml", "pod.yaml", spec));
    }

    private RenderedFile file(String path, String template, Map<String, Object> data) {
        return new RenderedFile(path, templates.render(template, data), false);
    }
}
