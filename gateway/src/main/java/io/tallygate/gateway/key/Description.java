package io.tallygate.gateway.key;

import static io.tallygate.limiter.check.Checks.require;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What people and programs note of a key or an owner; none of it changes an answer.
 *
 * @param name 1 to {@link #NAME_MAX} characters, no control characters
 * @param metadata at most {@link #ENTRIES_MAX} entries; a name has 1 to {@link #ENTRY_NAME_MAX} of
 *     A-Z a-z 0-9 . _ -, a value at most {@link #ENTRY_VALUE_MAX} characters, none of them control
 *     characters; sorted by name
 */
public record Description(String name, Map<String, String> metadata) {

  public static final int NAME_MAX = 100;
  public static final int ENTRIES_MAX = 20;
  public static final int ENTRY_NAME_MAX = 40;
  public static final int ENTRY_VALUE_MAX = 500;

  private static final Pattern ENTRY_NAME = Pattern.compile("[A-Za-z0-9._-]{1,40}");
  private static final Pattern UNPRINTABLE =
      Pattern.compile("[\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}\\u202A-\\u202E\\u2066-\\u2069]");

  public Description {
    requireText("name", name, 1, NAME_MAX);
    metadata = Collections.unmodifiableMap(new TreeMap<>(metadata));
    require(
        metadata.size() <= ENTRIES_MAX,
        "metadata must have at most %s entries: entries=%s",
        ENTRIES_MAX,
        metadata.size());
    metadata.forEach(
        (entry, value) -> {
          require(
              ENTRY_NAME.matcher(entry).matches(),
              "metadata's names must be 1 to %s of A-Z a-z 0-9 . _ -: length=%s",
              ENTRY_NAME_MAX,
              entry.length());
          requireText("metadata." + entry, value, 0, ENTRY_VALUE_MAX);
        });
  }

  /** A name and nothing else. */
  public static Description of(String name) {
    return new Description(name, Map.of());
  }

  public Description withName(String value) {
    return new Description(value, metadata);
  }

  public Description withMetadata(Map<String, String> value) {
    return new Description(name, value);
  }

  static void requireText(String what, String text, int lengthMin, int lengthMax) {
    require(
        text.length() >= lengthMin && text.length() <= lengthMax,
        "%s must have %s to %s characters: length=%s",
        what,
        lengthMin,
        lengthMax,
        text.length());
    require(
        !UNPRINTABLE.matcher(text).find(), "%s must have no control characters: %s", what, what);
  }
}
