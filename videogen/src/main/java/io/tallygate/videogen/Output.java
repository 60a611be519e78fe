package io.tallygate.videogen;

import org.jspecify.annotations.Nullable;

/**
 * What every tool can be told of its output. What is null is left to the API.
 *
 * @param numResults 1 to 100; the API's default is 1
 * @param isOutputTemporary whether it may be archived after 24 hours, and is not searchable
 * @param watermarkMode of pictures and films alone
 */
public record Output(
    @Nullable Integer numResults,
    @Nullable Boolean isOutputTemporary,
    @Nullable WatermarkMode watermarkMode) {

  public static final Output DEFAULT = new Output(null, null, null);

  /** Whether the output is marked. */
  public enum WatermarkMode {
    /** Never; needs the Production API add-on. */
    NONE,
    /** Always. */
    VIDEO_GEN,
    /** Unless the account has the add-on. */
    AUTO
  }

  public Output withResults(int value) {
    return new Output(value, isOutputTemporary, watermarkMode);
  }

  /** Output that may be archived after 24 hours. */
  public Output temporary() {
    return new Output(numResults, true, watermarkMode);
  }

  public Output withWatermarkMode(WatermarkMode value) {
    return new Output(numResults, isOutputTemporary, value);
  }
}
