package io.tallygate.gateway.alert;

/**
 * An event to be told, if nobody was told of it for its window.
 *
 * @param owner whose key it is about; empty for none
 * @param body the payload
 */
public record News(Occasion occasion, String owner, String body) {}
