package io.tallygate.gateway.alert;

/**
 * A key that ends soon.
 *
 * @param owner empty for none
 */
public record Expiring(String key, String owner, long expirySecond) {}
