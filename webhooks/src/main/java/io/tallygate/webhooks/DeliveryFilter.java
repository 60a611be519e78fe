package io.tallygate.webhooks;

import java.util.Optional;

/** Which deliveries are meant; all that is given must hold. */
public record DeliveryFilter(
    Optional<String> owner, Optional<String> endpointId, Optional<Delivery.State> state) {}
