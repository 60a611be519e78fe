package io.tallygate.webhooks;

/** Which message on its way to which endpoint. */
public record DeliveryId(String messageId, String endpointId) {}
