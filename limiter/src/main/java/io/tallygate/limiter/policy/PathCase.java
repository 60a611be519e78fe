package io.tallygate.limiter.policy;

/** Whether the API behind us tells {@code /v1/Files} from {@code /v1/files}. */
public enum PathCase {
  /** It may not, so both are the same endpoint here. */
  IGNORED,
  /** It does. */
  EXACT
}
