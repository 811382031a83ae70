package io.vipagent.config;

import io.vipagent.core.text.Cidr;
import io.vipagent.core.text.Durations;
import io.vipagent.core.text.IpAddresses;
import io.vipagent.core.text.Labelled;
import io.vipagent.core.vip.VirtualRouter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the value of a setting may look like: how it is read and written, and how messages, documentation and the JSON
 * Schema describe it.
 *
 * @param expected ends the message {@code "…" is not …}
 * @param form the expected form without its noun, for the message {@code missing; expected …}
 * @param bounds the cell "what it may be" of docs/CONFIGURATION.md
 * @param schema the keywords of JSON Schema that describe the value
 * @param parse returns empty, or throws IllegalArgumentException, where the text is not what is expected
 * @param yaml writes a value so that a YAML file may hold it and {@code parse} reads the same value again
 */
public record ValueType<T>(
        String expected,
        String form,
        String bounds,
        Map<String, Object> schema,
        Function<String, Optional<T>> parse,
        Function<T, String> yaml) {
    /** A value that is true or false. */
    public static final ValueType<Boolean> BOOL = new ValueType<>(
            "true or false",
            "true or false",
            "`true`, `false`",
            keywords("type", "boolean"),
            text -> switch (text) {
                case "true" -> Optional.of(true);
                case "false" -> Optional.of(false);
                default -> Optional.empty();
            },
            Object::toString);

    /** A value that is any text. */
    public static final ValueType<String> TEXT = text("any text", "any text", text -> Optional.of(text), text -> text);

    /** A DNS name (RFC 1123, with underscores and a dot at its end as Go takes them) or an IP address. */
    static final ValueType<String> HOST =
            text("a DNS name or an address", "a DNS name or an address", ValueType::host, host -> host);

    /** An absolute path means the same to everybody who starts the agent. */
    static final ValueType<Path> FILE = text("an absolute path", "a file", ValueType::path, Path::toString);

    /** A literal address that stands for one host. */
    static final ValueType<InetAddress> ADDRESS = text(
            "a literal address that is not a wildcard, such as 192.0.2.100",
            "literal addresses, IPv4 and IPv6",
            text -> IpAddresses.parse(text)
                    .filter(address -> !address.isAnyLocalAddress() && !address.isMulticastAddress()),
            InetAddress::getHostAddress);

    static final ValueType<Cidr> NETWORK =
            text("a network such as 192.0.2.0/24", "networks", text -> Optional.of(Cidr.parse(text)), Cidr::toString);

    /** The URL of a target, in ASCII, without user or fragment. */
    static final ValueType<URI> TARGET_URL = text(
            "a URL of the form https://HOST[:PORT][/PATH][?QUERY]",
            "`https://HOST[:PORT][/PATH][?QUERY]`",
            ValueType::targetUrl,
            URI::toString);

    /** The URL of another agent, with nothing behind the port. */
    static final ValueType<URI> PEER_URL = text(
            "http://HOST:PORT or https://HOST:PORT of another agent",
            "`http://HOST:PORT` or `https://HOST:PORT`",
            ValueType::peerUrl,
            URI::toString);

    /** What keepalived.conf says of a VRRP instance. */
    static final ValueType<VirtualRouter> VIRTUAL_ROUTER = text(
            VirtualRouter.FORM,
            "each `NAME/ROUTER-ID/INTERFACE/FAMILY`",
            VirtualRouter::parse,
            VirtualRouter::toString);

    /** The path of a request, in ASCII, with its query. */
    static final ValueType<String> URL_PATH = text(
            "a path that begins with /, such as /livez/ping",
            "a path",
            text -> Optional.of(text)
                    .filter(path -> path.startsWith("/")
                            && targetUrl("https://localhost" + path).isPresent()),
            text -> text);

    private static final Pattern LISTEN = Pattern.compile("(\\[[0-9a-fA-F:.%]+]|[0-9.]+):([0-9]{1,5})");
    private static final int MAX_PORT = 65_535;

    /** Returns a number from {@code min} to {@code max}; {@code noun} says of what. */
    public static ValueType<Integer> number(String noun, int min, int max) {
        String bounds = min + " to " + max;
        return new ValueType<>(
                noun + " from " + bounds,
                bounds,
                bounds,
                keywords("type", "integer", "minimum", min, "maximum", max),
                text -> Optional.of(Integer.parseInt(text)).filter(number -> number >= min && number <= max),
                Object::toString);
    }

    /** Returns a length of time from {@code min} to {@code max}, both as they are written. */
    public static ValueType<Duration> duration(String min, String max) {
        Duration least = Durations.parse(min).orElseThrow();
        Duration most = Durations.parse(max).orElseThrow();
        String bounds = min + " to " + max;
        return new ValueType<>(
                "a duration from " + bounds,
                bounds,
                bounds,
                keywords("type", "string", "pattern", "^[0-9]{1,9}(ms|s|m|h)$"),
                text -> Durations.parse(text)
                        .filter(length -> length.compareTo(least) >= 0 && length.compareTo(most) <= 0),
                Durations::format);
    }

    /**
     * Returns one of the constants of {@code type}, as its name in lower case; {@code noun} is empty or ends with ": ".
     */
    public static <E extends Enum<E> & Labelled> ValueType<E> word(String noun, Class<E> type) {
        return word(noun, Arrays.asList(type.getEnumConstants()));
    }

    /** Returns one of these constants. */
    public static <E extends Enum<E> & Labelled> ValueType<E> word(String noun, List<E> constants) {
        List<String> words = constants.stream().map(Labelled::label).toList();
        String form = or(words);
        return new ValueType<>(
                noun + form,
                form,
                words.stream().collect(Collectors.joining("`, `", "`", "`")),
                keywords("enum", words),
                text -> constants.stream()
                        .filter(constant -> constant.label().equals(text))
                        .findFirst(),
                Labelled::label);
    }

    /** Returns several words in a sentence, such as {@code a, b or c}. */
    public static String or(List<String> words) {
        return String.join(", ", words.subList(0, words.size() - 1)) + " or " + words.getLast();
    }

    /** {@code ADDRESS:PORT} with a literal address, so that what is opened is explicit. */
    static ValueType<InetSocketAddress> listen(String example) {
        return text(
                "ADDRESS:PORT with a literal address, such as " + example,
                "`ADDRESS:PORT`",
                ValueType::socketAddress,
                ValueType::hostAndPort);
    }

    /** Returns a text of at most {@code maxBytes} bytes, or "any", which is read as empty. */
    static ValueType<Optional<String>> textOrAny(int maxBytes) {
        return text(
                "a text of at most " + maxBytes + " bytes, or any",
                "a text, or `any`",
                text -> Optional.of(text)
                        .filter(given -> bytes(given) <= maxBytes)
                        .map(given -> given.equals("any") ? Optional.empty() : Optional.of(given)),
                text -> text.orElse("any"));
    }

    /** Returns a value of this type, or the word "none", which is read as empty. */
    ValueType<Optional<T>> orNone() {
        return new ValueType<>(
                expected + ", or none",
                form + ", or none",
                bounds + ", `none`",
                keywords("anyOf", List.of(keywords("const", "none"), schema)),
                text -> text.equals("none")
                        ? Optional.of(Optional.empty())
                        : parse.apply(text).map(Optional::of),
                value -> value.map(yaml).orElse("none"));
    }

    /** Returns the same type; messages name an example. */
    ValueType<T> suchAs(String example) {
        return new ValueType<>(expected + ", such as " + example, form, bounds, schema, parse, yaml);
    }

    /** Returns the same type with an upper limit for the UTF-8 text of a value. */
    ValueType<T> atMost(int maxBytes) {
        return new ValueType<>(
                expected + " of at most " + maxBytes + " bytes",
                form,
                "at most " + maxBytes + " bytes",
                schema,
                text -> parse.apply(text).filter(value -> bytes(value.toString()) <= maxBytes),
                yaml);
    }

    /** Returns the value that {@code text} stands for; empty where it stands for none. */
    public Optional<T> read(String text) {
        try {
            return parse.apply(text.strip());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Returns a type that YAML files hold as a quoted text, with {@code bounds} for the documentation. */
    public static <T> ValueType<T> text(
            String expected, String bounds, Function<String, Optional<T>> parse, Function<T, String> text) {
        return new ValueType<>(
                expected, expected, bounds, keywords("type", "string"), parse, text.andThen(ValueType::quoted));
    }

    /** Returns keywords of JSON Schema in this order: names and values by turns. */
    static Map<String, Object> keywords(Object... namesAndValues) {
        Map<String, Object> keywords = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            keywords.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return keywords;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** A YAML double-quoted scalar is right for every text, though never the shortest. */
    private static String quoted(String value) {
        StringBuilder quoted = new StringBuilder("\"");
        value.codePoints().forEach(c -> {
            if (c == '\\' || c == '"') {
                quoted.append('\\').appendCodePoint(c);
            } else if ((c >= ' ' && c < 0x7f) || Character.isLetterOrDigit(c)) {
                quoted.appendCodePoint(c);
            } else {
                quoted.append("\\U%08x".formatted(c));
            }
        });
        return quoted.append('"').toString();
    }

    private static Optional<InetSocketAddress> socketAddress(String text) {
        Matcher matcher = LISTEN.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int port = Integer.parseInt(matcher.group(2));
        return port < 1 || port > MAX_PORT
                ? Optional.empty()
                : IpAddresses.parse(IpAddresses.withoutBrackets(matcher.group(1)))
                        .map(address -> new InetSocketAddress(address, port));
    }

    private static String hostAndPort(InetSocketAddress address) {
        return IpAddresses.withBrackets(address.getAddress().getHostAddress()) + ":" + address.getPort();
    }

    private static Optional<Path> path(String text) {
        try {
            return Optional.of(Path.of(text)).filter(Path::isAbsolute).map(Path::normalize);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static Optional<URI> targetUrl(String text) {
        URI url = URI.create(text);
        boolean fits = "https".equals(url.getScheme())
                && url.getHost() != null
                && url.getRawUserInfo() == null
                && url.getRawFragment() == null
                && url.getPort() != 0
                && url.getPort() <= MAX_PORT
                && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
        return fits ? Optional.of(url) : Optional.empty();
    }

    private static Optional<URI> peerUrl(String text) {
        URI url = URI.create(text);
        boolean fits = ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
                && url.getHost() != null
                && url.getPort() > 0
                && url.getPort() <= MAX_PORT
                && url.getRawAuthority().length() + url.getScheme().length() + 3 == text.length()
                && url.getRawUserInfo() == null;
        return fits ? Optional.of(url) : Optional.empty();
    }

    private static Optional<String> host(String text) {
        boolean name = text.length() <= 253
                && text.matches(
                        "(?i)[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*\\.?");
        return name || IpAddresses.parse(text).isPresent() ? Optional.of(text) : Optional.empty();
    }
}
