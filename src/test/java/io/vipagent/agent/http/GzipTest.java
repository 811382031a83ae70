package io.vipagent.agent.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GzipTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    gzip                   | true
                    GZIP                   | true
                    deflate, gzip;q=0.5    | true
                    deflate, gzip ; q=1    | true
                    *                      | true
                    gzip;q=0               | false
                    gzip;q=0.00            | false
                    gzip;q=0, *            | false
                    *;q=0                  | false
                    identity               | false
                    deflate, br, zstd      | false
                    x-gzip                 | false
                    gzip ; q = 0           | false
                    gzip ; q = 0.5         | true
                    ,;,                    | false
                    """)
    void isUsedWhereItIsAskedFor(String header, boolean accepted) {
        assertThat(Gzip.isAccepted(List.of(header))).isEqualTo(accepted);
    }

    @Test
    void isNotUsedWhereNothingIsSaid() {
        assertThat(Gzip.isAccepted(List.of())).isFalse();
        assertThat(Gzip.isAccepted(List.of("deflate", "gzip"))).isTrue();
    }
}
