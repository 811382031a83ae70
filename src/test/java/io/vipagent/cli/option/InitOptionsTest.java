package io.vipagent.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vipagent.config.RawOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

class InitOptionsTest {
    @Command(name = "init")
    private static final class Init {
        @Mixin
        private final InitOptions options = new InitOptions();
    }

    private static List<String> given(String option, String... words) {
        Init init = new Init();
        new CommandLine(init).parseArgs(words);
        return init.options.given().getOrDefault(option, List.of()).stream()
                .map(RawOption::text)
                .toList();
    }

    /** What is true unless it is said otherwise can be said otherwise. */
    @ParameterizedTest
    @CsvSource({"--http-tls, true", "--http-tls=true, true", "--http-tls=false, false"})
    void aFlagMayBeGivenAValue(String word, String value) {
        String option = word.substring("--".length()).split("=", -1)[0];
        assertThat(given(option, "--running", word, "--unicast")).contains(value);
    }

    @Test
    void aFlagThatNobodyGaveIsNotGiven() {
        assertThat(given("http-tls", "--unicast")).isEmpty();
    }

    @Test
    void aFlagTakesNoOtherWord() {
        assertThat(given("router-id", "--http-tls", "--router-id", "51")).containsExactly("51");
        assertThatThrownBy(() -> given("http-tls", "--http-tls=maybe"))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("--http-tls")
                .hasMessageContaining("maybe");
    }
}
