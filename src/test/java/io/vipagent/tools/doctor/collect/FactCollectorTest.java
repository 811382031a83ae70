package io.vipagent.tools.doctor.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vipagent.config.InvalidConfiguration;
import io.vipagent.platform.time.HandTicker;
import io.vipagent.tools.conf.keepalived.KeepalivedConf;
import io.vipagent.tools.doctor.facts.Account;
import io.vipagent.tools.doctor.facts.Facts;
import io.vipagent.tools.doctor.facts.FileFact;
import io.vipagent.tools.doctor.facts.FileFact.PathKind;
import io.vipagent.tools.doctor.facts.HostFacts.Mount;
import io.vipagent.tools.doctor.facts.Skipped;
import io.vipagent.tools.host.Includes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is gathered from a root that is only files. */
class FactCollectorTest {
    private static final String KEEPALIVED = "/etc/keepalived/keepalived.conf";

    @TempDir
    private Path root;

    /** A pattern of nothing but stars is the whole disk. */
    @Test
    void readsNoMoreThanAPersonWouldInclude(@TempDir Path root) throws IOException {
        Path many = Files.createDirectories(root.resolve("etc/keepalived/many"));
        for (int i = 0; i <= 2000; i++) {
            Files.createFile(many.resolve("part" + i + ".conf"));
        }
        assertThatThrownBy(() -> Includes.below(root).matching("many/*.conf", "/etc/keepalived/keepalived.conf"))
                .isInstanceOf(IOException.class)
                .hasMessage("matches more than 2000 files and directories");
        Files.delete(many.resolve("part0.conf"));
        assertThat(Includes.below(root).matching("many/*.conf", "/etc/keepalived/keepalived.conf"))
                .hasSize(2000);
    }

    @Test
    void readsConfigurationsWithTheirIncludes() throws Exception {
        write(KEEPALIVED, "\uFEFFinclude conf.d/*.conf\r\ninclude /etc/more/a.conf\r\n");
        write("/etc/keepalived/conf.d/b.conf", "vrrp_instance b { }");
        write("/etc/keepalived/conf.d/a.conf", "vrrp_instance a { }\ninclude ../keepalived.conf");
        write("/etc/keepalived/conf.d/.hidden.conf", "x");
        write("/etc/keepalived/conf.d/c.txt", "x");
        write("/etc/haproxy/haproxy.cfg", "backend b\n");
        write("/etc/kubernetes/manifests/a.yaml", "spec: {containers: [{name: a}]}");
        write("/etc/kubernetes/manifests/b.yaml", "{");
        write("/etc/kubernetes/manifests/c.txt", "x");
        write("/etc/vip-agent/vip-agent.yaml", "vip-agent:\n  node: n\n  x: y\n");
        Facts facts = look(List.of(), Optional.empty());
        KeepalivedConf conf = facts.keepalived().getFirst();
        assertThat(conf.instances()).extracting(each -> each.name().text()).containsExactly("a", "b");
        assertThat(conf.instances().getFirst().name().at().file()).isEqualTo("/etc/keepalived/conf.d/a.conf");
        assertThat(conf.faults())
                .extracting(Object::toString)
                .containsExactly(
                        "/etc/keepalived/conf.d/a.conf:2:9: /etc/keepalived/keepalived.conf is included in a circle",
                        KEEPALIVED + ":2:9: cannot include /etc/more/a.conf: /etc/more/a.conf: no such file");
        assertThat(facts.haproxy().orElseThrow().proxies()).hasSize(1);
        assertThat(facts.manifests())
                .extracting(manifest -> manifest.fault().isPresent())
                .containsExactly(false, true);
        assertThat(facts.agent().problems()).hasSize(1).first().asString().startsWith("vip-agent.x: unknown key");
        assertThat(facts.unchecked())
                .extracting(Skipped::subject)
                .contains("the agent, certificates, peers, interfaces, advertisements, who has the VIP, and units");
    }

    @Test
    void looksAtWhatConfigurationsName() throws Exception {
        write(
                KEEPALIVED,
                "vrrp_script a { script /opt/x/a }\nvrrp_script b { script /opt/b }\ntrack_file f { file /run/x/track }");
        Path script = write("/opt/x/a", "#! /bin/none -x\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-x-w-"));
        Map<String, FileFact> files = look(List.of(), Optional.empty()).host().files();
        FileFact fact = files.get("/opt/x/a");
        assertThat(fact.kind()).isEqualTo(PathKind.FILE);
        assertThat(fact.mode()).isEqualTo(0752);
        assertThat(fact.owner()).isEqualTo(Files.getAttribute(script, "unix:uid"));
        assertThat(fact.interpreter()).contains("/bin/none");
        assertThat(files.get("/opt/x").kind()).isEqualTo(PathKind.DIRECTORY);
        assertThat(files).containsKeys("/opt", "/");
        assertThat(files.get("/opt/b").kind()).isEqualTo(PathKind.MISSING);
    }

    @Test
    void doesNotCallMissingWhatTheTreeCannotShow() throws Exception {
        write(KEEPALIVED, """
                vrrp_script a { script /opt/a }
                vrrp_script b { script /usr/bin/vip-agent }
                track_file f { file /run/x/track }
                """);
        write("/opt/a", "#! /bin/none -x\n");
        Files.createDirectories(root.resolve("run"));
        Facts facts = look(List.of(), Optional.empty());
        for (String path : List.of("/bin/none", "/usr/bin/vip-agent", "/run/x")) {
            assertThat(facts.host().file(path).kind()).as(path).isEqualTo(PathKind.UNKNOWN);
            assertThat(facts.unchecked()).contains(new Skipped(path, "the tree that --root names does not show it"));
        }

        write("/run/other.pid", "1\n");
        write("/usr/bin/other", "");
        write("/bin/sh", "");
        Map<String, FileFact> files = look(List.of(), Optional.empty()).host().files();
        for (String path : List.of("/bin/none", "/usr/bin/vip-agent", "/run/x")) {
            assertThat(files.get(path).kind()).as(path).isEqualTo(PathKind.MISSING);
        }
    }

    @Test
    void readsProc() throws Exception {
        write(
                "/proc/self/mountinfo",
                "22 1 0:20 / / rw,relatime shared:1 - ext4 /dev/x rw\n23 22 0:21 / /a\\040b ro - nfs4 x ro\nshort\n");
        write(
                "/proc/net/tcp",
                "  sl local\n 0: 0100007F:25EA 00000000:0000 0A 0\n 1: 0100007F:0016 00000000:0000 01 0\n");
        write("/proc/net/tcp6", "  sl local\n 0: 00000000000000000000000001000000:1F90 0:0 0A 0\n");
        write("/proc/sys/net/ipv4/ip_nonlocal_bind", "1\n");
        write("/proc/sys/net/ipv6/ip_nonlocal_bind", "0\n");
        write("/proc/7/comm", "keepalived\n");
        write("/proc/7/cmdline", "keepalived\0-n\0-f\0/etc/k.conf\0-i\0two\0");
        write("/etc/k.conf", "@two vrrp_instance two { }\n@one vrrp_instance one { }\n");
        write(
                "/etc/passwd",
                "root:x:0:0::/:/bin/sh\nvip-agent:x:9:8::/:/bin/sh\nvip-agent:x:7:7::/:\nnobody:x:4294967294:65534:::\n+::::::\n#\n");
        write("/etc/group", "root:x:0:\nhaclient:x:90:a,b\nhaclient:x:91:\n+:::\n");
        Facts facts = look(List.of(), Optional.empty());
        assertThat(facts.host().mounts())
                .containsExactly(new Mount("/", "ext4", false), new Mount("/a b", "nfs4", true));
        assertThat(facts.host().ports().orElseThrow()).containsExactlyInAnyOrder(9706, 8080);
        assertThat(facts.host().nonlocalBind()).contains(true);
        assertThat(facts.host().nonlocalBindIpv6()).contains(false);
        assertThat(facts.host().processes().orElseThrow()).containsExactly("keepalived");
        assertThat(facts.host().users().orElseThrow())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "root", new Account(0, 0), "vip-agent", new Account(9, 8), "nobody", new Account(-2, 65534)));
        assertThat(facts.host().groups()).containsExactlyInAnyOrderEntriesOf(Map.of("root", 0, "haclient", 90));
        assertThat(facts.keepalived().getFirst().instances())
                .extracting(each -> each.name().text())
                .containsExactly("two");
    }

    @Test
    void saysWhatItCouldNotLookAt() throws Exception {
        Facts facts = look(List.of(), Optional.empty());
        assertThat(facts.keepalived()).isEmpty();
        assertThat(facts.agent().settings()).isEmpty();
        assertThat(facts.agent().answer()).isEmpty();
        assertThat(facts.unchecked())
                .contains(
                        new Skipped(KEEPALIVED, "it is not there"),
                        new Skipped("/etc/haproxy/haproxy.cfg", "it is not there"),
                        new Skipped("/etc/vip-agent/vip-agent.yaml", "it is not there"),
                        new Skipped("which programs run", "/proc cannot be read"),
                        new Skipped("which users there are", "/etc/passwd cannot be read"));
    }

    @Test
    void refusesFilesThatWereAskedForAndAreNotThere() {
        assertThatThrownBy(() -> look(List.of("/a", "/b"), Optional.of("/c")))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContainingAll("/a: no such file", "/b: no such file", "/c: no such file");
    }

    @Test
    void knowsTheInterfacesOfThisMachine() {
        assertThat(NetworkCollector.interfaces())
                .anySatisfy(network -> assertThat(network.addresses()).contains("127.0.0.1/8"));
    }

    @Test
    void asksTheAgentWhereTheConfigurationSays() throws Exception {
        assertThat(look(List.of(), Optional.empty()).agent().socket()).hasToString("/run/vip-agent/agent.sock");
        write("/etc/vip-agent/vip-agent.yaml", "vip-agent: {control: {socket: /run/other/agent.sock}}\n");
        assertThat(look(List.of(), Optional.empty()).agent().socket()).hasToString("/run/other/agent.sock");
    }

    private Facts look(List<String> keepalived, Optional<String> haproxy) throws InvalidConfiguration {
        return FactCollector.gather(
                new FactCollector.CollectionRequest(
                        root,
                        keepalived,
                        haproxy,
                        "/etc/kubernetes/manifests",
                        Path.of("/etc/vip-agent/vip-agent.yaml"),
                        Map.of(),
                        Optional.empty(),
                        Duration.ofSeconds(3)),
                new HandTicker());
    }

    private Path write(String file, String text) throws IOException {
        Path path = root.resolve(file.substring(1));
        Files.createDirectories(path.getParent());
        return Files.writeString(path, text, StandardCharsets.UTF_8);
    }
}
