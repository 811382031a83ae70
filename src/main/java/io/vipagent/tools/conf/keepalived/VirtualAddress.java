package io.vipagent.tools.conf.keepalived;

import io.vipagent.tools.conf.Position;
import io.vipagent.tools.conf.Word;
import java.util.List;
import java.util.Optional;

/**
 * One line of {@code virtual_ipaddress}.
 *
 * @param address without its prefix
 * @param device the interface that it is put on where that is not the instance's
 */
public record VirtualAddress(String address, Optional<String> device, Position at) {
    static VirtualAddress of(Statement line) {
        List<Word> words = line.words();
        Optional<String> device = Optional.empty();
        for (int i = 0; i + 1 < words.size(); i++) {
            if (words.get(i).is("dev")) {
                device = Optional.of(words.get(i + 1).text());
            }
        }
        return new VirtualAddress(line.head().text().split("/", 2)[0], device, line.at());
    }
}
