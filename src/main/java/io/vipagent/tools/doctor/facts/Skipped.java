package io.vipagent.tools.doctor.facts;

/**
 * A subject that could not be looked at.
 *
 * @param subject what
 * @param reason why not
 */
public record Skipped(String subject, String reason) {}
