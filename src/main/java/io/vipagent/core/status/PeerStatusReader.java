package io.vipagent.core.status;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.async.ByteArrayFeeder;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import io.vipagent.core.text.OneLine;
import io.vipagent.core.vip.PeerStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Reads a status as its bytes come in pieces, and keeps none of them: a status of any size costs some kilobytes. Strict
 * about what it needs, deaf to everything else.
 */
public final class PeerStatusReader implements AutoCloseable {
    private static final int MAX_QUOTED_LENGTH = 40;

    /** Names are not remembered, so that a peer cannot fill the heap with ever new ones. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .recyclerPool(JsonRecyclerPools.newBoundedPool(4))
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(64)
                    .maxNumberLength(100)
                    .maxNameLength(1024)
                    .maxStringLength(16 * 1024)
                    .build())
            .build();

    private final PeerStatusJson fields = new PeerStatusJson();
    private final StringBuilder start = new StringBuilder();
    private final JsonParser json;
    private final ByteArrayFeeder feeder;
    private Optional<Exception> problem = Optional.empty();

    /** Has read nothing yet. */
    public PeerStatusReader() {
        try {
            json = JSON.createNonBlockingByteArrayParser();
        } catch (IOException e) {
            throw new UncheckedIOException("a parser without a source reads nothing that could fail", e);
        }
        feeder = (ByteArrayFeeder) json.getNonBlockingInputFeeder();
    }

    /** Takes the next piece. What is wrong with it {@link #end} says. */
    public void take(byte[] bytes, int offset, int length) {
        if (start.length() < MAX_QUOTED_LENGTH) {
            int more = Math.min(length, MAX_QUOTED_LENGTH - start.length());
            start.append(new String(bytes, offset, more, StandardCharsets.ISO_8859_1));
        }
        if (problem.isEmpty()) {
            problem = problemOf(() -> {
                feeder.feedInput(bytes, offset, offset + length);
                drain();
            });
        }
    }

    /**
     * Returns the status, where the pieces were a whole one.
     *
     * @throws UnreadableStatus where they were not
     */
    public PeerStatus end() throws UnreadableStatus {
        if (problem.isEmpty()) {
            problem = problemOf(() -> {
                feeder.endOfInput();
                drain();
            });
        }
        if (problem.isPresent()) {
            throw new UnreadableStatus(message(problem.get()));
        }
        return fields.status();
    }

    @Override
    public void close() {
        try {
            json.close();
        } catch (IOException e) {
            throw new UncheckedIOException("a parser without a source has nothing to close that could fail", e);
        }
    }

    private interface ReadingStep {
        void run() throws IOException, UnreadableStatus;
    }

    private static Optional<Exception> problemOf(ReadingStep step) {
        try {
            step.run();
            return Optional.empty();
        } catch (IOException | UnreadableStatus e) {
            return Optional.of(e);
        }
    }

    private String message(Exception problem) {
        return problem instanceof UnreadableStatus
                ? String.valueOf(problem.getMessage())
                : "body \"" + OneLine.line(start.toString(), MAX_QUOTED_LENGTH) + "\": " + why(problem)
                        + ", expected the status of a vip-agent as JSON";
    }

    private void drain() throws IOException, UnreadableStatus {
        for (JsonToken token = json.nextToken();
                token != null && token != JsonToken.NOT_AVAILABLE;
                token = json.nextToken()) {
            fields.take(token, json);
        }
    }

    /** Returns the library's words without its advice to programmers. */
    private static String why(Exception error) {
        return switch (error) {
            case StreamConstraintsException e -> e.getOriginalMessage().replaceAll(", from `[^`]*`", "");
            case JsonEOFException e -> "ends in the middle";
            case JsonProcessingException e ->
                "not JSON: " + e.getOriginalMessage().split("[:;] ", 2)[0];
            default -> "not JSON";
        };
    }
}
