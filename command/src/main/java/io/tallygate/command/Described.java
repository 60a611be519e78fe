package io.tallygate.command;

import static io.tallygate.limiter.check.Checks.require;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Small options that several commands have, as they are given. */
final class Described {

  /** Stands for no owner and no plan where there was one. */
  static final String NONE = "none";

  private Described() {}

  /** Reads {@code name=value} of each. */
  static Map<String, String> metadata(List<String> given) {
    Map<String, String> metadata = new TreeMap<>();
    for (String entry : given) {
      int equals = entry.indexOf('=');
      require(equals > 0, "metadata must be NAME=VALUE: length=%s", entry.length());
      metadata.put(entry.substring(0, equals), entry.substring(equals + 1));
    }
    return metadata;
  }
}
