package io.tallygate.sandbox.store;

/**
 * Who calls. What is made belongs to the team.
 *
 * @param user of the team; each may have several keys
 * @param key the key's id, no secret
 */
public record Member(String team, String user, String key) {}
