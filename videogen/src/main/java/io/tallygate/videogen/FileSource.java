package io.tallygate.videogen;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One form of a file.
 *
 * @param url signed, needs no key; null unless it is ready
 * @param expiresAt when the URL ends, Unix seconds
 */
public record FileSource(
    Status status,
    @Nullable String url,
    @Nullable Double expiresAt,
    @Nullable Integer width,
    @Nullable Integer height,
    @Nullable Long fileBytes) {

  /** Whether it can be had. */
  public enum Status {
    /** It is being made, or the file was never hydrated. */
    @JsonProperty("pending")
    PENDING,
    @JsonProperty("ready")
    READY,
    @JsonProperty("failed")
    FAILED,
    /** There is none of such a file. */
    @JsonProperty("skipped")
    SKIPPED,
    /** One that this version does not know. */
    @JsonEnumDefaultValue
    OTHER
  }

  /** Whether its URL works until {@code then}, as far as the API said. */
  public boolean worksUntil(Instant then) {
    return status == Status.READY
        && url != null
        && (expiresAt == null || expiresAt > then.getEpochSecond());
  }
}
