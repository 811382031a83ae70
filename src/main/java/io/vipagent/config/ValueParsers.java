package io.vipagent.config;

import io.vipagent.core.text.Durations;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What values may look like. Each reader gives nothing, or throws IllegalArgumentException, where text is not that. */
final class ValueParsers {
    private static final Pattern LISTEN = Pattern.compile("(\\[[0-9a-fA-F:.%]+]|[0-9.]+):([0-9]{1,5})");
    private static final int MOST_PORT = 65_535;

    private ValueParsers() {}

    static Optional<Boolean> bool(String text) {
        return switch (text) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    static Function<String, Optional<Integer>> number(int least, int most) {
        return text -> Optional.of(Integer.parseInt(text)).filter(number -> number >= least && number <= most);
    }

    static Function<String, Optional<Duration>> duration(Duration least, Duration most) {
        return text ->
                Durations.parse(text).filter(length -> length.compareTo(least) >= 0 && length.compareTo(most) <= 0);
    }

    static <E extends Enum<E>> Function<String, Optional<E>> word(Class<E> type) {
        return text -> Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst();
    }

    /** ADDRESS:PORT with a literal address, so that what is opened is explicit. */
    static Optional<InetSocketAddress> listen(String text) {
        Matcher matcher = LISTEN.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String host = matcher.group(1).replaceAll("[\\[\\]]", "");
        int port = Integer.parseInt(matcher.group(2));
        return port < 1 || port > MOST_PORT
                ? Optional.empty()
                : Optional.of(new InetSocketAddress(InetAddress.ofLiteral(host), port));
    }

    /** An absolute path, so that it means the same whoever starts the agent. */
    static Optional<Path> path(String text) {
        try {
            return Optional.of(Path.of(text)).filter(Path::isAbsolute).map(Path::normalize);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** https://HOST[:PORT][/PATH][?QUERY] in ASCII, without user or fragment. */
    static Optional<URI> url(String text) {
        URI url = URI.create(text);
        boolean fits = "https".equals(url.getScheme())
                && url.getHost() != null
                && url.getRawUserInfo() == null
                && url.getRawFragment() == null
                && url.getPort() != 0
                && url.getPort() <= MOST_PORT
                && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
        return fits ? Optional.of(url) : Optional.empty();
    }

    /** http://HOST:PORT or https://HOST:PORT, with nothing behind it. */
    static Optional<URI> peer(String text) {
        URI url = URI.create(text);
        boolean fits = ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
                && url.getHost() != null
                && url.getPort() > 0
                && url.getPort() <= MOST_PORT
                && url.getRawAuthority().length() + url.getScheme().length() + 3 == text.length()
                && url.getRawUserInfo() == null;
        return fits ? Optional.of(url) : Optional.empty();
    }

    /** A literal address that stands for one host. */
    static Optional<InetAddress> address(String text) {
        InetAddress address = InetAddress.ofLiteral(text);
        return address.isAnyLocalAddress() || address.isMulticastAddress() ? Optional.empty() : Optional.of(address);
    }

    /** A DNS name (RFC 1123) or an IP address. */
    static Optional<String> host(String text) {
        boolean name = text.length() <= 253
                && text.matches("(?i)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*");
        return name || isAddress(text) ? Optional.of(text) : Optional.empty();
    }

    private static boolean isAddress(String text) {
        try {
            InetAddress.ofLiteral(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
