package io.tallygate.videogen;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;

/** What a file is. */
public enum MediaType {
  IMAGE,
  VIDEO,
  AUDIO,
  /** One that this version does not know. */
  @JsonEnumDefaultValue
  OTHER
}
