package io.vipagent.tools.init.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(300)
class LegacyNodeTest {
    @ParameterizedTest
    @CsvSource({"CP_1, cp-1", "cp1.example., cp1.example", "a-..-b, a.b", "--a--, a", ".-a-., a", "a-.b, a.b"})
    void isANameThatAHostMayHave(String name, String plain) {
        assertThat(LegacyNode.plain(name)).isEqualTo(plain);
    }

    /** In one look at it, however many dashes or dots there are. */
    @Test
    void aNameMayBeAsLongAsTheFile() {
        assertThat(LegacyNode.plain("a" + "-".repeat(1 << 20) + "b")).hasSize((1 << 20) + 2);
        assertThat(LegacyNode.plain("a" + "-.x".repeat(1 << 18) + "-".repeat(1 << 20)))
                .endsWith(".x");
    }
}
