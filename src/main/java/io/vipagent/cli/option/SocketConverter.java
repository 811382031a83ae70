package io.vipagent.cli.option;

import io.vipagent.core.protocol.Request;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the path of the agent's socket; one that no socket can have is refused. */
public final class SocketConverter implements ITypeConverter<Path> {
    @Override
    public Path convert(String text) {
        if (!isInBounds(text)) {
            throw new TypeConversionException("\"" + text + "\" is longer than " + Request.MAX_SOCKET_BYTES
                    + " bytes, the limit for the path of a socket");
        }
        return Path.of(text);
    }

    /** Returns whether a socket of the agent may have this path. */
    public static boolean isInBounds(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length <= Request.MAX_SOCKET_BYTES;
    }
}
