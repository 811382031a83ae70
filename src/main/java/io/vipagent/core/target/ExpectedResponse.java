package io.vipagent.core.target;

import java.util.Optional;
import java.util.SortedSet;

/**
 * What an answer must be to pass.
 *
 * @param statuses the HTTP statuses that pass
 * @param body what the body must be, white space at its ends aside; empty: any body passes
 */
public record ExpectedResponse(SortedSet<Integer> statuses, Optional<String> body) {}
