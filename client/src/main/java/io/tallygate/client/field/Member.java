package io.tallygate.client.field;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** A member of a list or dictionary (RFC 9651, sections 3.1 and 3.2). */
public sealed interface Member {

  /** Parameters in the order of the field; of two with one name the last counts. */
  Map<String, Bare> parameters();

  /** One value with its parameters. */
  record Item(Bare value, Map<String, Bare> parameters) implements Member {

    /** The parameter of this name if it is an integer of at least 0. */
    OptionalLong count(String name) {
      return parameters.get(name) instanceof Bare.Int integer && integer.value() >= 0
          ? OptionalLong.of(integer.value())
          : OptionalLong.empty();
    }
  }

  /** Items in round brackets (section 3.1.1). */
  record Inner(List<Item> items, Map<String, Bare> parameters) implements Member {}
}
