package io.vipagent.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A host whose files are its own too: {@code /run} is empty, and what is written to {@code /etc}, {@code /usr/bin} and
 * {@code /usr/local/bin} nobody outside sees. The program is in both of the latter, and there is the user vip-agent.
 */
public final class NodeSandbox implements Netns, AutoCloseable {
    private static final List<String> COVERED = List.of("etc", "usr/bin", "usr/local/bin");

    private final Path home;
    private final Daemon holder;
    private final Runnable around;

    private NodeSandbox(Path home, Daemon holder, Runnable around) {
        this.home = home;
        this.holder = holder;
        this.around = around;
    }

    /** One that is alone on its network, with 10.77.0.11 on eth0. */
    public static NodeSandbox alone(Path home, Path program, Path ca) {
        Network network = new Network(
                "vip-agent-%06x-".formatted(ThreadLocalRandom.current().nextInt(1 << 24)));
        return furnish(network.host("room", "10.77.0.11"), home, program, ca, network::close);
    }

    /**
     * Gives a host files of its own.
     *
     * @param ca the certificate that goes where kubeadm puts it, and its key beside it
     */
    static NodeSandbox furnish(Netns host, Path home, Path program, Path ca, Runnable around) {
        try {
            for (String covered : COVERED) {
                Files.createDirectories(home.resolve("root").resolve(covered));
                Files.createDirectories(home.resolve("work").resolve(covered));
            }
            for (String bin : List.of("usr/bin", "usr/local/bin")) {
                Files.copy(
                        program,
                        home.resolve("root").resolve(bin).resolve("vip-agent"),
                        StandardCopyOption.COPY_ATTRIBUTES);
            }
            Path pki = Files.createDirectories(home.resolve("root/etc/kubernetes/pki"));
            Files.copy(ca, pki.resolve("ca.crt"));
            Files.copy(ca.resolveSibling("ca.key"), pki.resolve("ca.key"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // One process keeps the mounts, and every other enters them.
        Daemon holder = Daemon.start(
                "room", host, home.resolve("room.log"), List.of("unshare", "--mount", "sh", "-c", script(home)));
        NodeSandbox room = new NodeSandbox(home, holder, around);
        new Await(() -> List.of(holder))
                .await("the room is furnished", () -> Files.exists(home.resolve("root/ready")));
        return room;
    }

    private static String script(Path home) {
        StringBuilder script = new StringBuilder("set -e; mount --make-rprivate /; ");
        for (String covered : COVERED) {
            script.append("mount -t overlay room -o lowerdir=/%s,upperdir=%s,workdir=%s /%s; "
                    .formatted(
                            covered,
                            home.resolve("root").resolve(covered),
                            home.resolve("work").resolve(covered),
                            covered));
        }
        return script + "mount -t tmpfs -o mode=0755 room /run; mkdir /run/vip-agent /run/haproxy; "
                + "userdel vip-agent 2>/dev/null || true; groupadd --system --gid 65532 vip-agent; "
                + "useradd --system --no-create-home --uid 65532 --gid 65532 vip-agent; "
                + "chown vip-agent:vip-agent /run/vip-agent; chmod 0750 /run/vip-agent; touch " + home
                + "/root/ready; exec sleep infinity";
    }

    @Override
    public List<String> inside(List<String> command) {
        List<String> all = new ArrayList<>(
                List.of("nsenter", "--target", Long.toString(holder.process().pid()), "--mount", "--net", "--"));
        all.addAll(command);
        return all;
    }

    /** Puts the files of a node where its README says, and has the CA issue the certificate of its agent. */
    public void install(Path node) {
        Shell.must(inside(List.of("sh", "-c", "cp -r --preserve=mode " + node + "/etc/. /etc/")));
        if (Files.exists(node.resolve("etc/vip-agent/make-certificate.sh"))) {
            makeCertificate();
        }
    }

    /** Does what the unit {@code vip-agent-certificate} does. */
    void makeCertificate() {
        Shell.must(inside(List.of("sh", "/etc/vip-agent/make-certificate.sh")));
    }

    /** Runs a command to its end. */
    public Shell.Result run(String... command) {
        return Shell.run(inside(List.of(command)));
    }

    /** Starts a command that goes on. */
    public Daemon start(String name, String... command) {
        return Daemon.start(name, this, home.resolve(name.replace(' ', '-') + ".log"), List.of(command));
    }

    /** Whether the VIP is local to it at this moment, without a process for the question. */
    public boolean holdsVip() {
        try {
            return Files.readString(Path.of("/proc/" + pid() + "/net/fib_trie")).contains("|-- " + Lab.VIP + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A process that is in it, for as long as it is there. */
    long pid() {
        return holder.process().pid();
    }

    @Override
    public void close() {
        holder.kill();
        around.run();
    }
}
