package io.tallygate.gateway.key;

import org.jspecify.annotations.Nullable;

/**
 * Where a key takes its limits from, beside its own overrides.
 *
 * @param owner an {@linkplain Owner#id id}; without one the key stands for itself
 * @param plan a {@linkplain Plan#name name}; it goes before the owner's plan
 */
public record Standing(@Nullable String owner, @Nullable String plan) {

  public static final Standing NONE = new Standing(null, null);
}
