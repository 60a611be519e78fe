package io.tallygate.gateway.key;

import io.tallygate.gateway.key.Life.State;
import java.util.Optional;

/**
 * Which keys are asked for; all that is given must hold.
 *
 * @param text part of the name, in capitals or not, or the whole id, or the last four characters;
 *     empty for any; at most {@link Description#NAME_MAX} characters
 * @param owner an owner's id
 */
public record KeyQuery(String text, Optional<String> owner, Optional<State> state) {

  public static final KeyQuery ALL = new KeyQuery("", Optional.empty(), Optional.empty());

  public KeyQuery {
    Description.requireText("search", text, 0, Description.NAME_MAX);
  }

  public KeyQuery withText(String value) {
    return new KeyQuery(value, owner, state);
  }

  public KeyQuery withOwner(String value) {
    return new KeyQuery(text, Optional.of(value), state);
  }

  public KeyQuery withState(State value) {
    return new KeyQuery(text, owner, Optional.of(value));
  }
}
