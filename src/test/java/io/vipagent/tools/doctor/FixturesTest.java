package io.vipagent.tools.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.tools.doctor.rules.Finding;
import io.vipagent.tools.doctor.rules.FindingId;
import io.vipagent.tools.doctor.rules.Severity;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each finding on the smallest broken input, and none on the mended one; fixtures.txt has both. */
class FixturesTest {
    private static final Map<String, String[]> FIXTURES = read();

    @Test
    void thereIsAPairForEachFindingAndNoOther() {
        assertThat(FIXTURES.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(FindingId.values()).map(Enum::name).toList());
    }

    @ParameterizedTest
    @EnumSource
    void isFoundInTheBrokenInput(FindingId id) {
        List<Finding> findings = findings(id, 0);
        assertThat(findings).extracting(Finding::id).contains(id);
        assertThat(findings).allSatisfy(finding -> {
            assertThat(finding.location()).isNotBlank();
            assertThat(finding.problem()).isNotBlank().doesNotContain("\n\n");
            assertThat(finding.fix()).isNotBlank();
        });
    }

    @ParameterizedTest
    @EnumSource
    void isNotFoundInTheMendedInputNorIsAnyError(FindingId id) {
        assertThat(findings(id, 1))
                .extracting(Finding::id)
                .doesNotContain(id)
                .noneMatch(found -> found.severity() == Severity.ERROR);
    }

    @ParameterizedTest
    @EnumSource
    void hasASectionInTheDocs(FindingId id) throws IOException {
        String docs = Files.readString(Path.of("docs/DOCTOR.md"));
        int start = docs.indexOf("\n### " + id + " (" + id.severity().label() + ")\n");
        assertThat(start).as(id + " in docs/DOCTOR.md").isPositive();
        int end = docs.indexOf("\n### ", start + 1);
        String section = docs.substring(start, end < 0 ? docs.length() : end);
        assertThat(section.replaceAll("\\s+", " ")).contains(id.impact());
    }

    private static List<Finding> findings(FindingId id, int which) {
        return Doctor.examine(FactsText.parse(FIXTURES.get(id.name())[which])).findings();
    }

    private static Map<String, String[]> read() {
        try (InputStream in = FixturesTest.class.getResourceAsStream("fixtures.txt")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            Map<String, String[]> fixtures = new LinkedHashMap<>();
            for (String fixture : text.substring("=== ".length()).split("\n=== ")) {
                String[] parts = fixture.split("\n--- (broken|mended)\n");
                assertThat(parts).as(parts[0]).hasSize(3);
                fixtures.put(parts[0], new String[] {parts[1], parts[2]});
            }
            return fixtures;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
