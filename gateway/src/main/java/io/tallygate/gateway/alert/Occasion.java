package io.tallygate.gateway.alert;

/**
 * What is told once: an event of a subject, and the time for which that holds.
 *
 * @param event its name with what sets it apart: {@code limit.used.80}
 * @param subject a key's id, or the upstream
 * @param group may be empty
 * @param limit with the endpoint behind it, where each counts; may be empty
 * @param startSecond of the window, Unix seconds
 * @param endSecond the first second at which it may be told again
 */
public record Occasion(
    String event, String subject, String group, String limit, long startSecond, long endSecond) {}
