package io.tallygate.sandbox.resource;

import io.tallygate.sandbox.store.Id;
import java.util.List;

/**
 * Who can be seen in an avatar clip.
 *
 * @param name for the picture; the API does not show it
 */
public record Presenter(String name, Voice.Gender gender) {

  /** Drawn, and not of anybody. */
  public static final List<Presenter> DRAWN =
      List.of(
          new Presenter("Ada", Voice.Gender.FEMALE),
          new Presenter("Ben", Voice.Gender.MALE),
          new Presenter("Chris", Voice.Gender.NEUTRAL));

  public String id() {
    return Id.PRESENTER.ofName(name);
  }
}
