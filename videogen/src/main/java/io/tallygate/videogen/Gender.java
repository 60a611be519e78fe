package io.tallygate.videogen;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;

/** How a voice sounds, or a presenter looks. */
public enum Gender {
  MALE,
  FEMALE,
  NEUTRAL,
  /** One that this version does not know. */
  @JsonEnumDefaultValue
  OTHER
}
