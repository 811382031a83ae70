package io.vipagent.doctor;

/**
 * Something that could not be looked at.
 *
 * @param subject what
 * @param reason why not
 */
public record Unchecked(String subject, String reason) {}
