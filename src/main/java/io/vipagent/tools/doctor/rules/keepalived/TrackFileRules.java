package io.vipagent.tools.doctor.rules.keepalived;

import io.vipagent.tools.conf.Word;
import io.vipagent.tools.conf.keepalived.KeepalivedConf;
import io.vipagent.tools.conf.keepalived.Tracked;
import io.vipagent.tools.conf.keepalived.TrackedFile;
import io.vipagent.tools.conf.keepalived.Weight;
import io.vipagent.tools.doctor.facts.Facts;
import io.vipagent.tools.doctor.facts.HostFacts;
import io.vipagent.tools.doctor.facts.HostFacts.Mount;
import io.vipagent.tools.doctor.facts.Manifest;
import io.vipagent.tools.doctor.facts.ToolVersion;
import io.vipagent.tools.doctor.rules.Finding;
import io.vipagent.tools.doctor.rules.FindingId;
import io.vipagent.tools.doctor.rules.Rule;
import io.vipagent.tools.host.HostPaths;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The rules look whether the file that keepalived follows says no when it is missing, and whether keepalived can see it
 * change.
 */
public final class TrackFileRules implements Rule {
    /** keepalived/trackers/track_file.c, 2.2.8: where inotify does not tell of every change. */
    private static final Set<String> IGNORED = Set.of(
            "nfs", "nfs4", "fuse", "fuseblk", "cifs", "smb", "smb2", "smb3", "proc", "sysfs", "cgroup", "cgroup2");

    private static final ToolVersion FIRST_TO_IGNORE = new ToolVersion(2, 2, 8);
    private static final Weight DEFAULT = new Weight(1, false);

    @Override
    public Stream<Finding> check(Facts facts) {
        return facts.own()
                .flatMap(conf -> Stream.concat(
                        conf.instances().stream()
                                .flatMap(instance -> instance.files().stream())
                                .flatMap(tracked ->
                                        conf.file(tracked).flatMap(file -> reversed(tracked, file)).stream()),
                        conf.files().stream()
                                .flatMap(
                                        file -> file.file().stream().flatMap(path -> check(facts, conf, file, path)))));
    }

    private static Optional<Finding> reversed(Tracked tracked, TrackedFile file) {
        Weight weight = tracked.weight().orElse(file.weight());
        return weight.reverse() || (weight.value() > 0 && !weight.equals(DEFAULT))
                ? Optional.empty()
                : Optional.of(Finding.at(
                        FindingId.TRACK_FILE_NOT_REVERSED,
                        tracked.weight().isPresent() ? tracked.name().at() : file.at("weight"),
                        "the track_file " + file.name().text() + " has weight " + weight.value() + " without reverse",
                        "weight 0 reverse"));
    }

    private static Stream<Finding> check(Facts facts, KeepalivedConf conf, TrackedFile file, Word path) {
        return Stream.of(
                        written(facts, conf, file, path.text()),
                        directory(facts.host(), file, path.text()),
                        fileSystem(facts.host(), file, path.text()),
                        mountedAlone(facts, file, path.text()))
                .flatMap(Optional::stream);
    }

    private static Optional<Finding> written(Facts facts, KeepalivedConf conf, TrackedFile file, String path) {
        return facts.agent()
                .settings()
                .filter(settings -> settings.keepalived()
                        .trackFile()
                        .filter(ours -> conf.files().stream()
                                .flatMap(each -> each.file().stream())
                                .anyMatch(each -> each.is(ours.toString())))
                        .isEmpty())
                .map(settings -> Finding.at(
                        FindingId.TRACK_FILE_UNWRITTEN,
                        file.at("file"),
                        "keepalived follows " + path + ", and the agent writes "
                                + settings.keepalived()
                                        .trackFile()
                                        .map(Object::toString)
                                        .orElse("no track file"),
                        "keepalived: {track-file: " + path + "} in "
                                + facts.agent().configFile()));
    }

    private static Optional<Finding> directory(HostFacts host, TrackedFile file, String path) {
        String directory = HostPaths.parent(path);
        return host.file(directory).isMissing()
                ? Optional.of(Finding.at(
                        FindingId.TRACK_FILE_DIRECTORY_MISSING,
                        file.at("file"),
                        directory + " is not there",
                        "install -d -o vip-agent -g vip-agent " + directory + ", before keepalived starts"))
                : Optional.empty();
    }

    private static Optional<Finding> fileSystem(HostFacts host, TrackedFile file, String path) {
        return host.mounts().stream()
                .filter(mount -> HostPaths.isWithin(path, mount.point()))
                // Of two at one point the later one covers the earlier.
                .reduce((one, other) -> other.point().length() >= one.point().length() ? other : one)
                .filter(mount -> isIgnored(mount) && ignores(host))
                .map(mount -> Finding.at(
                        FindingId.TRACK_FILE_FILESYSTEM,
                        file.at("file"),
                        path + " is on " + mount.point() + ", which is " + mount.type()
                                + (mount.readOnly() ? ", read-only" : ""),
                        "file /run/vip-agent/track, on a tmpfs"));
    }

    private static boolean isIgnored(Mount mount) {
        return mount.readOnly()
                || IGNORED.contains(mount.type())
                || mount.type().startsWith("fuse.");
    }

    private static boolean ignores(HostFacts host) {
        return host.keepalived().orElse(FIRST_TO_IGNORE).compareTo(FIRST_TO_IGNORE) >= 0;
    }

    private static Optional<Finding> mountedAlone(Facts facts, TrackedFile file, String path) {
        Stream<String> mounts = Stream.concat(
                facts.host().mounts().stream().map(Mount::point),
                facts.manifests().stream()
                        .flatMap(manifest -> manifest.containers().stream())
                        .flatMap(container -> container.mounts().stream())
                        .map(Manifest.Mounted::path));
        return mounts.filter(path::equals)
                .min(Comparator.naturalOrder())
                .map(point -> Finding.at(
                        FindingId.TRACK_FILE_SINGLE_MOUNT,
                        file.at("file"),
                        path + " is mounted by itself",
                        "mount its directory " + HostPaths.parent(path) + " instead"));
    }
}
