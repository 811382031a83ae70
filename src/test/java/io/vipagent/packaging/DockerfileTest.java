package io.vipagent.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.vipagent.cli.Cli;
import io.vipagent.lab.NeedsHost;
import io.vipagent.packaging.Dockerfile.Instruction;
import io.vipagent.packaging.Dockerfile.Stage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.CommandSpec;

/** The rules that Dockerfile.native keeps; no container engine is needed to hold them. */
class DockerfileTest {
    private static final List<String> FINAL = List.of("agent", "keepalived");
    private static final Set<String> KNOWN =
            Set.of("ARG", "CMD", "COPY", "ENTRYPOINT", "ENV", "HEALTHCHECK", "LABEL", "RUN", "USER", "WORKDIR");

    /** They look whether they may, and do without. */
    private static final Set<String> DOES_WITHOUT = Set.of("NativeRobustnessIT.java");

    private final Dockerfile file;

    DockerfileTest() throws IOException {
        file = Dockerfile.parse(Files.readString(Path.of("Dockerfile.native")));
    }

    @Test
    void readsContinuedLinesAndComments() {
        Dockerfile parsed =
                Dockerfile.parse("ARG A=1\n# no\nFROM ${A} AS x\nRUN a \\\n  b\nCMD [\"a b\", \"\\\"c\"]\n");
        assertThat(parsed.arguments()).containsEntry("A", "1");
        assertThat(parsed.stage("x").only("RUN").value()).isEqualTo("a    b");
        assertThat(parsed.stage("x").only("RUN").isExecForm()).isFalse();
        assertThat(parsed.stage("x").only("CMD").words()).containsExactly("a b", "\"c");
    }

    @Test
    void everyBaseIsAnArgumentThatCanBePinned() {
        for (Stage stage : file.stages()) {
            if (stage.base().startsWith("${")) {
                String name = stage.base().replaceAll("[${}]", "");
                assertThat(file.arguments()).as("FROM %s", stage.base()).containsKey(name);
                assertThat(file.arguments().get(name))
                        .as(name)
                        .matches("[a-z.]+\\.[a-z]+/\\S+:[^:@]+(@sha256:[0-9a-f]{64})?")
                        .doesNotContain(":latest", ":nightly", ":edge");
            } else {
                assertThat(stage.base())
                        .as("another stage, or nothing")
                        .isIn("scratch", "builder-${TARGETARCH}", "base-${TARGETARCH}");
            }
        }
        assertThat(file.arguments().keySet())
                .as("every argument is used")
                .allMatch(name -> file.stages().stream()
                        .anyMatch(stage -> stage.base().equals("${" + name + "}")
                                || stage.all("ARG").stream()
                                        .anyMatch(argument -> argument.value().equals(name))));
    }

    @Test
    void bothArchitecturesHaveABuilderAndABase() {
        for (String architecture : List.of("amd64", "arm64")) {
            assertThat(file.stage("builder-" + architecture)).isNotNull();
            assertThat(file.stage("base-" + architecture)).isNotNull();
        }
        assertThat(file.stage("base-amd64").base()).isEqualTo("scratch");
        assertThat(file.stages().getLast().name())
                .as("what is built by default")
                .isEqualTo("agent");
    }

    @Test
    void stagesNameOnlyStagesBeforeThem() {
        Set<String> before = new HashSet<>();
        for (Stage stage : file.stages()) {
            assertThat(options(stage, "COPY", "--from=")).as(stage.name()).allMatch(before::contains);
            assertThat(before.add(stage.name()))
                    .as("%s is named once", stage.name())
                    .isTrue();
        }
    }

    @Test
    void testsAreNotSkipped() {
        String build =
                String.join(" ", file.stage("build").all("RUN").getFirst().words());
        assertThat(build).contains("mvn").contains("verify -Dnative").doesNotContainIgnoringCase("skip");
        assertThat(build).contains(" -DexcludedGroups=" + NeedsHost.TAG + " ");
        assertThat(file.stage("build").only("WORKDIR").value()).isEqualTo("/build");
        Path assemble = Path.of(file.stage("build").all("RUN").get(1).words().getFirst());
        assertThat(Path.of("/build").relativize(assemble)).isExecutable();
    }

    /** What its builder has not, or may not do there: without the tag the build of an image would end there. */
    @Test
    void testsThatNeedAHostSaySo() throws IOException {
        Pattern program = Pattern.compile("\"(zsh|fish|promtool|prlimit|unshare)\"\\s*[,)]");
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            List<Path> starting = files.filter(file -> file.toString().matches(".*(Test|IT)\\.java"))
                    .filter(file -> program.matcher(text(file)).find())
                    .filter(file -> !DOES_WITHOUT.contains(file.getFileName().toString()))
                    .toList();
            assertThat(starting)
                    .extracting(file -> file.getFileName().toString())
                    .contains("HelpTest.java", "MonitoringTest.java", "DescriptorsIT.java");
            assertThat(starting).allMatch(file -> text(file).contains("@" + NeedsHost.class.getSimpleName() + "\n"));
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void nothingNeedsAShellToStart() {
        for (Stage stage : file.stages()) {
            assertThat(stage.instructions()).allSatisfy(instruction -> {
                assertThat(instruction.name()).isIn(KNOWN);
                if (Set.of("RUN", "CMD", "ENTRYPOINT", "HEALTHCHECK").contains(instruction.name())) {
                    assertThat(instruction.isExecForm()).as("%s", instruction).isTrue();
                    assertThat(instruction.words()).isNotEmpty();
                }
            });
        }
        for (String name : FINAL) {
            assertThat(file.stage(name).only("ENTRYPOINT").words().getFirst()).startsWith("/");
        }
    }

    @Test
    void runsAsAnOrdinaryUserByNumber() {
        assertThat(file.stage("agent").only("USER").value()).isEqualTo("65532:65532");
        // The VIP's owner must be root; what it runs is not.
        assertThat(file.stage("keepalived").only("USER").value()).isEqualTo("0:0");
        assertThat(file.stage("keepalived").only("RUN").value())
                .as("the user and the group of the agent's image, whose socket is theirs")
                .contains("groupadd --gid 65532 vip-agent", "useradd --uid 65532 --gid 65532 ");
    }

    @Test
    void theBinaryIsRootsAndRunAloneIsTheUsers() {
        for (Stage stage : file.stages()) {
            assertThat(stage.all("COPY"))
                    .allSatisfy(copy -> assertThat(copy.value()).contains("--chown="));
        }
        List<String> agent =
                file.stage("agent").all("COPY").stream().map(Instruction::value).toList();
        assertThat(agent)
                .containsExactly(
                        "--from=build --chown=0:0 /out/root/ /", "--from=build --chown=65532:65532 /out/run/ /run/");
        assertThat(file.stage("agent").all("RUN"))
                .as("there is nothing to run in it")
                .isEmpty();
        assertThat(file.stage("keepalived").all("COPY").getFirst().value())
                .isEqualTo("--from=build --chown=0:0 --chmod=0755 /out/root/vip-agent /usr/local/bin/vip-agent");
    }

    @Test
    void labelsAreTheStandardOnes() {
        for (String name : FINAL) {
            assertThat(file.stage(name).only("LABEL").value())
                    .contains("title=\"", "description=\"", "licenses=\"", "version=\"${VERSION}\"", "revision=\"")
                    .doesNotMatch(".*(?<!org\\.opencontainers\\.image\\.)(title|licenses|version|revision)=.*");
        }
    }

    @Test
    void healthIsAskedOfTheBinaryInWordsThatItKnows() {
        assertThat(file.stage("agent").only("HEALTHCHECK").words()).containsExactly("/vip-agent", "status", "--alive");
        for (String name : FINAL) {
            Stage stage = file.stage(name);
            List<String> health = stage.only("HEALTHCHECK").words();
            assertParses(health.subList(1, health.size()));
            assertThat(copied(stage)).as("what is copied into %s", name).contains(health.getFirst());
        }
        assertThat(file.stage("agent").only("ENTRYPOINT").words()).containsExactly("/vip-agent");
        assertParses(file.stage("agent").only("CMD").words());
    }

    @Test
    void carriesNoSecretAndNoCa() {
        assertThat(file.stages())
                .allSatisfy(stage -> assertThat(
                                Stream.of("ENV", "ARG", "COPY", "LABEL").flatMap(name -> stage.all(name).stream()))
                        .noneMatch(each ->
                                each.value().matches("(?i).*(password|secret|token|\\.key|\\.crt|\\.pem|ca-cert).*")));
    }

    /** The files that a stage has from the folder of the image's root, of which the program is one. */
    private static List<String> copied(Stage stage) {
        return stage.all("COPY").stream()
                .map(copy -> copy.value().split(" ", -1))
                .map(words -> List.of(words).subList(words.length - 2, words.length))
                .map(pair -> pair.getFirst().equals("/out/root/") ? pair.getLast() + "vip-agent" : pair.getLast())
                .toList();
    }

    private static List<String> options(Stage stage, String instruction, String prefix) {
        return stage.all(instruction).stream()
                .flatMap(each -> Stream.of(each.value().split(" ", -1)))
                .filter(word -> word.startsWith(prefix))
                .map(word -> word.substring(prefix.length()))
                .toList();
    }

    private static void assertParses(List<String> words) {
        assertThatCode(() -> {
                    CommandSpec spec = Cli.commandLine().getCommandSpec();
                    spec.commandLine().parseArgs(words.toArray(String[]::new));
                })
                .as("%s", words)
                .doesNotThrowAnyException();
    }
}
