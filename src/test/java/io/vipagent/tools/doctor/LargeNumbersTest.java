package io.vipagent.tools.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers that are far too large are judged as any other: their products and sums may be no number of anything. */
class LargeNumbersTest {
    @ParameterizedTest
    @ValueSource(strings = {"999999999", "2147483647", "4294967295", "99999999999999999999", "-999999999", "0", "1e9"})
    void inKeepalived(String number) {
        assertThat(Doctor.examine(FactsText.parse("""
                        [keepalived.conf]
                        vrrp_script c {
                            script "/usr/bin/vip-agent check --timeout N"
                            interval N
                            timeout N
                            rise N
                            fall N
                            weight N
                        }
                        vrrp_instance V {
                            state BACKUP
                            interface eth0
                            virtual_router_id N
                            priority N
                            advert_int N
                            preempt_delay N
                            virtual_ipaddress { 192.0.2.100 }
                            track_script { c }
                        }
                        """.replaceAll("\\bN\\b", number)))
                        .findings())
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"999999999d", "999999999h", "2147483647", "99999999999999999999s", "0", "-1"})
    void inHaproxy(String time) {
        assertThat(Doctor.examine(FactsText.parse("""
                        [haproxy.cfg]
                        defaults
                            timeout check T
                            timeout connect T
                            timeout server T
                            timeout client T
                            timeout queue T
                        frontend f
                            bind :8443
                            default_backend apiservers
                        backend apiservers
                            option httpchk GET /readyz
                            server cp1 192.0.2.1:6443 check inter T fastinter T downinter T fall 999999 rise 999999 \
                            agent-check agent-inter T agent-port 9707 slowstart T
                        """.replaceAll("\\bT\\b", time)))
                        .findings())
                .isNotNull();
    }
}
