package io.vipagent.tools.conf.keepalived;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.tools.conf.Position;
import io.vipagent.tools.conf.Source;
import io.vipagent.tools.conf.Sources;
import io.vipagent.tools.conf.Word;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeepalivedConfTest {
    @Test
    void knowsScripts() {
        VrrpScript script = read("""
                vrrp_script a {
                    script "/bin/a b 'c d' \\"\\" e"
                    interval 1.5
                    timeout 2
                    rise 3
                    fall 4
                    fall 5
                    weight -6 reverse
                    user u g
                    init_fail
                }
                """).scripts().getFirst();
        assertThat(script.name().text()).isEqualTo("a");
        assertThat(script.arguments()).containsExactly("/bin/a", "b", "c d", "", "e");
        assertThat(script.program()).contains("/bin/a");
        assertThat(script.interval()).isEqualTo(Duration.ofMillis(1500));
        assertThat(script.timeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(script.rise()).isEqualTo(3);
        assertThat(script.fall()).isEqualTo(5);
        assertThat(script.weight()).isEqualTo(new Weight(-6, true));
        assertThat(script.user()).map(Word::text).contains("u");
        assertThat(script.group()).map(Word::text).contains("g");
        assertThat(script.initFail()).isTrue();
        assertThat(script.at("interval").line()).isEqualTo(3);
        assertThat(script.at("nothing").line()).isEqualTo(1);
    }

    @Test
    void knowsTheDefaultsOfScripts() {
        VrrpScript script = read("vrrp_script a {\n interval 3\n timeout 0\n rise x\n script /a b\n}")
                .scripts()
                .getFirst();
        assertThat(script.timeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(script.rise()).isEqualTo(1);
        assertThat(script.fall()).isEqualTo(1);
        assertThat(script.weight()).isEqualTo(new Weight(0, false));
        assertThat(script.initFail()).isFalse();
        assertThat(script.arguments()).containsExactly("/a", "b");
        VrrpScript empty = read("vrrp_script a { }").scripts().getFirst();
        assertThat(empty.interval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(empty.timeout()).isEqualTo(Duration.ofSeconds(1));
        assertThat(empty.program()).isEmpty();
    }

    @Test
    void knowsInstances() {
        VrrpInstance instance = read("""
                vrrp_instance VI_1 {
                    interface eth0
                    virtual_router_id 51
                    priority 101
                    nopreempt
                    authentication {
                        auth_pass secret
                    }
                    unicast_peer {
                        192.0.2.12
                        192.0.2.13
                    }
                    virtual_ipaddress {
                        192.0.2.100/24 dev eth1 label x
                        192.0.2.101
                    }
                    virtual_ipaddress_excluded { 2001:db8::1/64 }
                    track_script {
                        a weight 5
                        b
                    }
                    track_file { f weight 0 reverse }
                }
                """).instances().getFirst();
        assertThat(instance.interfaceName()).contains("eth0");
        assertThat(instance.routerId()).contains("51");
        assertThat(instance.priority()).isEqualTo(101);
        assertThat(instance.nopreempt()).isTrue();
        assertThat(instance.password()).map(Word::text).contains("secret");
        assertThat(instance.peers()).containsExactly("192.0.2.12", "192.0.2.13");
        assertThat(instance.addresses())
                .extracting(VirtualAddress::address)
                .containsExactly("192.0.2.100", "192.0.2.101", "2001:db8::1");
        assertThat(instance.addresses().getFirst().device()).contains("eth1");
        assertThat(instance.addresses().get(1).device()).isEmpty();
        assertThat(instance.scripts())
                .extracting(tracked -> tracked.name().text())
                .containsExactly("a", "b");
        assertThat(instance.scripts().getFirst().weight()).contains(new Weight(5, false));
        assertThat(instance.scripts().get(1).weight()).isEmpty();
        assertThat(instance.files().getFirst().weight()).contains(new Weight(0, true));
        assertThat(instance.isIpv6()).isFalse();
        assertThat(instance.at("priority").line()).isEqualTo(4);
    }

    @Test
    void tellsVirtualRoutersApart() {
        VrrpInstance four = instance("virtual_router_id 51");
        VrrpInstance six = instance("virtual_router_id 51\nvirtual_ipaddress { 2001:db8::1 }");
        assertThat(four.router()
                        .equals(instance("virtual_router_id 51\nvirtual_ipaddress { 192.0.2.1 }")
                                .router()))
                .isTrue();
        assertThat(four.router().equals(instance("virtual_router_id 52").router()))
                .isFalse();
        assertThat(four.router().equals(six.router())).isFalse();
        assertThat(six.router()
                        .equals(instance("virtual_router_id 51\nnative_ipv6").router()))
                .isTrue();
        assertThat(instance("").router()).isEmpty();
        assertThat(four.priority()).isEqualTo(100);
        assertThat(four.nopreempt()).isFalse();
    }

    @Test
    void knowsTheRest() {
        KeepalivedConf conf = read("""
                global_defs {
                    enable_script_security
                    script_user one
                    script_user two
                }
                vrrp_script s { script /s }
                track_file f { file /run/f }
                vrrp_track_file g {
                    file /run/g
                    weight 3
                }
                vrrp_track_process p { process "haproxy -f" /x }
                track_process q { }
                vrrp_sync_group G {
                    group {
                        VI_1
                        VI_2 VI_3
                    }
                    track_script { s }
                }
                vrrp_instance VI_1 { track_script { s } track_file { g } }
                """);
        assertThat(conf.file()).isEqualTo("f.conf");
        assertThat(conf.scriptSecurity()).isTrue();
        assertThat(conf.scriptUser()).map(Word::text).contains("two");
        assertThat(conf.globals()).isEqualTo(new Position("f.conf", 1, 1));
        assertThat(conf.files()).extracting(file -> file.name().text()).containsExactly("f", "g");
        assertThat(conf.files().get(0).weight()).isEqualTo(new Weight(1, false));
        assertThat(conf.files().get(1).weight()).isEqualTo(new Weight(3, false));
        assertThat(conf.files().get(1).file()).map(Word::text).contains("/run/g");
        assertThat(conf.files().get(1).at("weight").line()).isEqualTo(10);
        assertThat(conf.processes().getFirst().process()).containsExactly("haproxy", "-f", "/x");
        assertThat(conf.processes().get(1).process()).isEmpty();
        assertThat(conf.groups().getFirst().instances()).containsExactly("VI_1", "VI_2", "VI_3");
        assertThat(conf.groups().getFirst().countsWeights()).isFalse();
        assertThat(conf.groups().getFirst().scripts()).hasSize(1);
        VrrpInstance instance = conf.instances().getFirst();
        assertThat(conf.script(instance.scripts().getFirst()))
                .contains(conf.scripts().getFirst());
        assertThat(conf.file(instance.files().getFirst())).contains(conf.files().get(1));
        assertThat(conf.unknown()).isEmpty();
        assertThat(conf.faults()).isEmpty();
        KeepalivedConf empty = read("\n\nvrrp_script");
        assertThat(empty.scriptSecurity()).isFalse();
        assertThat(empty.globals()).isEqualTo(new Position("f.conf", 1, 1));
        assertThat(empty.scripts()).isEmpty();
    }

    @Test
    void namesDirectivesThatNobodyKnowsAndKeepsThem() {
        KeepalivedConf conf = read(
                "foo\nvrrp_script a { bar }\nvirtual_server x { anything }\nvrrp_instance i { authentication { baz } qux }");
        assertThat(conf.unknown()).extracting(Word::text).containsExactly("foo", "bar", "qux");
        assertThat(conf.tree().statements()).hasSize(4);
    }

    @Test
    void knowsWhatAdvertsCarry() {
        VrrpInstance plain = instance("virtual_ipaddress { 192.0.2.1 }");
        assertThat(plain.advertInterval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(plain.authenticationType()).isZero();
        assertThat(instance("advert_int 0.25").advertInterval()).isEqualTo(Duration.ofMillis(250));
        assertThat(instance("advert_int 0").advertInterval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(instance("authentication { auth_type PASS }").authenticationType())
                .isEqualTo(1);
        assertThat(instance("authentication { auth_type AH }").authenticationType())
                .isEqualTo(2);
        assertThat(instance("authentication { auth_type X }").authenticationType())
                .isZero();
        assertThat(instance("virtual_ipaddress {\n192.0.2.1\n2001:db8::1\n}").advertised())
                .extracting(VirtualAddress::address)
                .containsExactly("192.0.2.1");
        VrrpInstance sixth = instance("virtual_ipaddress {\n::1\n192.0.2.1\n}");
        assertThat(sixth.isIpv6()).isTrue();
        assertThat(sixth.advertised()).extracting(VirtualAddress::address).containsExactly("::1");
    }

    @Test
    void knowsTheVersionOfAdverts() {
        String text = "global_defs {\nvrrp_version 2\nvrrp_version 3\n}\nvrrp_instance i {\n%s\n}";
        assertThat(version(text.formatted(""))).isEqualTo(3);
        assertThat(version(text.formatted("version 2"))).isEqualTo(2);
        assertThat(version("vrrp_instance i { }")).isEqualTo(2);
        String sixth = "global_defs {\nvrrp_version 2\n}\nvrrp_instance i {\nvirtual_ipaddress { ::1 }\n}";
        assertThat(version(sixth)).isEqualTo(3);
    }

    private static int version(String text) {
        KeepalivedConf conf = read(text);
        return conf.version(conf.instances().getFirst());
    }

    @Test
    void knowsOfScriptsThoseAloneThatAreDefinedFurtherUpAndSayWhatToRun() {
        KeepalivedConf conf = read("vrrp_script a { script /a }\nvrrp_script c { }\n"
                + "vrrp_instance i {\ntrack_script {\na\nb\nc\n}\n}\nvrrp_script b { script /b }");
        VrrpInstance instance = conf.instances().getFirst();
        assertThat(conf.scripts(instance))
                .extracting(script -> script.name().text())
                .containsExactly("a");
        assertThat(conf.isTracking(instance)).isTrue();
        assertThat(conf.isTracking(read("vrrp_instance i {\ntrack_script { b }\n}\nvrrp_script b { script /b }")
                        .instances()
                        .getFirst()))
                .isFalse();
    }

    @Test
    void findsWhatIsTrackedByItsName() {
        KeepalivedConf conf = read(
                "vrrp_script a { script /a }\nvrrp_script b { script /b }\ntrack_process p { process x }\ntrack_process q { process y }\n"
                        + "vrrp_instance i {\ntrack_script { b }\ntrack_process { q }\n}");
        VrrpInstance instance = conf.instances().getFirst();
        assertThat(conf.script(instance.scripts().getFirst()).flatMap(VrrpScript::program))
                .contains("/b");
        assertThat(conf.process(instance.processes().getFirst()).map(TrackedProcess::process))
                .contains(List.of("y"));
        assertThat(read("vrrp_instance i { }}").faults()).hasSize(1);
    }

    @Test
    void variablesHaveEveryLetterAndDigit() {
        KeepalivedConf conf = read("$aZ09zA_=192.0.2.7\nvrrp_instance i {\nvirtual_ipaddress { $aZ09zA_ }\n}");
        assertThat(conf.instances().getFirst().addresses())
                .extracting(VirtualAddress::address)
                .containsExactly("192.0.2.7");
    }

    private static VrrpInstance instance(String body) {
        return read("vrrp_instance i {\n" + body + "\n}").instances().getFirst();
    }

    private static KeepalivedConf read(String text) {
        return new KeepalivedConf(KeepalivedParser.parse(new Source("f.conf", text), "cp1", Sources.NONE));
    }
}
