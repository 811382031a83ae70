package io.vipagent.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.fake.Behaviour;
import io.vipagent.fake.FakeApiServer;
import io.vipagent.fake.TestCa;
import io.vipagent.it.Program.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** doctor on a small root, and on this machine as far as its files are given. */
@TestInstance(Lifecycle.PER_CLASS)
class DoctorIT {
    private final TestCa ca = TestCa.ec("kubernetes");

    @AutoClose
    private final FakeApiServer apiserver = FakeApiServer.start(ca);

    @Test
    void exitsByTheWorstThatItFinds(@TempDir Path root) throws IOException {
        write(
                root,
                "etc/keepalived/keepalived.conf",
                "vrrp_script a {\n  script /opt/a\n  timeout 1\n  interval 2\n}\nvrrp_instance V {\n  interface eth0\n"
                        + "  virtual_router_id 51\n  virtual_ipaddress { 192.0.2.100 }\n  track_script { a }\n}\n");
        Path script = write(root, "opt/a", "\u007fELF");
        assertThat(script.toFile().setExecutable(true, false)).isTrue();
        Result well = doctor(root);
        assertThat(well.exitCode()).as(well.toString()).isZero();
        assertThat(well.out()).startsWith("nothing found\n").contains("1s vrrp_script a", "\nnot checked\n");

        write(root, "etc/haproxy/haproxy.cfg", "backend b\n  server s 192.0.2.1:6443 verify none\n");
        Result warned = doctor(root);
        assertThat(warned.exitCode()).as(warned.toString()).isEqualTo(1);
        assertThat(warned.out()).startsWith("WARNING VERIFY_NONE /etc/haproxy/haproxy.cfg:2\n");

        Files.delete(script);
        Result broken = doctor(root);
        assertThat(broken.exitCode()).as(broken.toString()).isEqualTo(2);
        assertThat(broken.out()).startsWith("ERROR SCRIPT_MISSING /etc/keepalived/keepalived.conf:2\n");

        Result json = doctor(root, "--output", "json");
        assertThat(json.exitCode()).isEqualTo(2);
        assertThat(json.out()).contains("\"worst\" : \"error\"", "\"id\" : \"SCRIPT_MISSING\"", "\"unchecked\" : [");
        assertThat(json.err()).isEmpty();
    }

    @Test
    void asksTheTargetsOfThisMachine(@TempDir Path directory) {
        AgentYaml yaml = AgentYaml.in(directory, ca).local(apiserver);
        Path config = yaml.write("vip-agent.yaml");
        apiserver.become(Behaviour.EXPIRED_CERT);
        Result result = Program.run(
                "doctor",
                "--config",
                config.toString(),
                "--socket",
                yaml.socket().toString(),
                "--manifests",
                directory.toString());
        apiserver.become(Behaviour.OK);
        assertThat(result.exitCode()).as(result.toString()).isEqualTo(2);
        assertThat(result.out())
                .contains("ERROR CERTIFICATE_EXPIRED " + apiserver.url("/readyz"), "WARNING AGENT_NOT_RUNNING");
    }

    @Test
    void refusesWhatCannotBeRead(@TempDir Path root) {
        Result missing = doctor(root, "--keepalived", "/a", "/b", "--haproxy", "/c");
        assertThat(missing.exitCode()).isEqualTo(78);
        assertThat(missing.err()).contains("/a: no such file", "/b: no such file", "/c: no such file");
        assertThat(missing.out()).isEmpty();
        Result misused = doctor(root, "--output", "xml");
        assertThat(misused.exitCode()).isEqualTo(64);
        assertThat(misused.err()).contains("--output");
    }

    private static Result doctor(Path root, String... args) {
        return Program.run(Stream.concat(Stream.of("doctor", "--root", root.toString()), Arrays.stream(args))
                .toArray(String[]::new));
    }

    private static Path write(Path root, String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        return Files.writeString(path, text);
    }
}
