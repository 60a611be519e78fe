package io.tallygate.command.probe;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The header fields of a response that say something about limits, in the order they came. */
public record Fields(List<Field> list) {

  /** How many fields of one response are kept. */
  static final int COUNT_MAX = 64;

  /** How many characters of a field's value are kept. */
  static final int VALUE_MAX = 400;

  static final Fields NONE = new Fields(List.of());

  private static final Set<String> TELLING =
      Set.of("date", "retry-after", "etag", "last-modified", "location", "www-authenticate");

  /** One field, spelled as it came. */
  public record Field(String name, String value) {

    boolean is(String other) {
      return name.equalsIgnoreCase(other);
    }

    @Override
    public String toString() {
      return name + ": " + value;
    }
  }

  public Fields {
    list = List.copyOf(list.subList(0, Math.min(list.size(), COUNT_MAX)));
  }

  /** Whether a field is worth keeping. */
  static boolean isTelling(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return TELLING.contains(lower) || LimitFields.isOne(lower);
  }

  /** The value of the first field of this name. */
  public Optional<String> first(String name) {
    return list.stream().filter(field -> field.is(name)).map(Field::value).findFirst();
  }

  /** The fields that speak of limits. */
  List<Field> ofLimits() {
    return list.stream().filter(field -> LimitFields.isOne(field.name())).toList();
  }
}
