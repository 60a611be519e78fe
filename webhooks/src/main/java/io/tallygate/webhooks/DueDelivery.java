package io.tallygate.webhooks;

/**
 * All that one attempt needs.
 *
 * @param attempts that were made before
 */
record DueDelivery(
    String messageId, String endpointId, int attempts, String url, Secret secret, String body) {}
