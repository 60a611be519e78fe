package io.tallygate.sandbox.resource;

import java.util.List;
import java.util.Optional;

/**
 * Voices and presenters, in the order of their lists.
 *
 * @param voices at least one, the usual one first
 */
public record Resources(List<Voice> voices, List<Presenter> presenters) {

  public Resources {
    voices = List.copyOf(voices);
    presenters = List.copyOf(presenters);
    if (voices.isEmpty()) {
      throw new IllegalArgumentException("voices must be at least one");
    }
  }

  public Voice usualVoice() {
    return voices.get(0);
  }

  public Optional<Voice> voice(String id) {
    return voices.stream().filter(it -> it.id().equals(id)).findFirst();
  }

  public Optional<Presenter> presenter(String id) {
    return presenters.stream().filter(it -> it.id().equals(id)).findFirst();
  }
}
