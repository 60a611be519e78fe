package io.tallygate.sandbox.media;

import io.tallygate.sandbox.media.Voice.Gender;
import io.tallygate.sandbox.media.sound.Espeak;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The voices of what is installed. Immutable. */
public final class Voices {

  private static final String ID = "vg_voic_";
  private static final String FEMALE_VARIANT = "f3";

  /** Where ISO 639-1 and espeak-ng name a language differently, or have several. */
  private static final Map<String, String> PREFERRED =
      Map.of("en", "en-us", "zh", "cmn", "no", "nb", "fr", "fr-fr", "pt", "pt-br");

  private static final Voice KEVIN =
      new Voice(
          ID + "freetts_kevin16",
          "Kevin",
          "en-US",
          Gender.MALE,
          "FreeTTS, American English",
          "kevin16");

  private final List<Voice> list;

  private Voices(List<Voice> list) {
    this.list = List.copyOf(list);
  }

  /** Two of each language that espeak-ng speaks; without it, the one of FreeTTS. */
  static Voices of(Optional<Espeak> espeak) {
    if (espeak.isEmpty()) {
      return new Voices(List.of(KEVIN));
    }
    List<Voice> list = new ArrayList<>();
    Set<String> languages = new HashSet<>(); // of two voices of one only the first is reached
    for (Espeak.Row row : espeak.get().rows()) {
      boolean mbrola = row.file().startsWith("mb/"); // which is another program
      if (!mbrola && languages.add(row.language())) {
        list.add(voice(row, row.gender().equals("F") ? Gender.FEMALE : Gender.MALE, ""));
        list.add(voice(row, Gender.FEMALE, FEMALE_VARIANT));
      }
    }
    return new Voices(list);
  }

  private static Voice voice(Espeak.Row row, Gender gender, String variant) {
    String suffix = variant.isEmpty() ? "" : "_" + variant;
    String id = row.language().toLowerCase(Locale.ROOT).replace('-', '_') + suffix;
    return new Voice(
        ID + "espeak_" + id,
        variant.isEmpty() ? row.name() : row.name() + " (" + variant + ")",
        Locale.forLanguageTag(row.language()).toLanguageTag(),
        gender,
        "espeak-ng, " + row.name(),
        variant.isEmpty() ? row.language() : row.language() + "+" + variant);
  }

  public List<Voice> list() {
    return list;
  }

  public Optional<Voice> find(String id) {
    return list.stream().filter(it -> it.id().equals(id)).findFirst();
  }

  /** The voice that speaks where no other is asked for. */
  public Voice standard() {
    return ofLanguage("en").orElse(list.get(0));
  }

  /**
   * The voice that was asked for, in the language that was asked for.
   *
   * @param id empty for any
   * @param language ISO 639-1 or a locale; empty for the voice's own
   * @throws MediaException if there is no such voice, or none of the language
   */
  Voice choose(String id, String language) throws MediaException {
    Optional<Voice> named = id.isEmpty() ? Optional.empty() : find(id);
    if (!id.isEmpty() && named.isEmpty()) {
      throw new MediaException("there is no such voice: voiceId=" + id);
    }
    if (language.isEmpty()) {
      return named.orElse(standard());
    }
    Voice speaker =
        ofLanguage(language)
            .orElseThrow(
                () ->
                    new MediaException(
                        "no voice speaks the language: speechLanguageCode=" + language));
    if (named.isEmpty() || sameLanguage(named.get(), language)) {
      return named.orElse(speaker);
    }
    boolean female = named.get().gender() == Gender.FEMALE;
    return female ? find(speaker.id() + "_" + FEMALE_VARIANT).orElse(speaker) : speaker;
  }

  private static boolean sameLanguage(Voice voice, String language) {
    String own = voice.language().toLowerCase(Locale.ROOT);
    String asked = language.toLowerCase(Locale.ROOT).replace('_', '-');
    return own.equals(asked) || own.startsWith(asked + "-");
  }

  private Optional<Voice> ofLanguage(String language) {
    String asked = language.toLowerCase(Locale.ROOT).replace('_', '-');
    String preferred = PREFERRED.getOrDefault(asked, asked);
    return list.stream()
        .filter(it -> it.spoken().toLowerCase(Locale.ROOT).equals(preferred))
        .findFirst()
        .or(() -> list.stream().filter(it -> sameLanguage(it, asked)).findFirst())
        .or(
            () ->
                asked.contains("-")
                    ? ofLanguage(asked.substring(0, asked.indexOf('-')))
                    : Optional.empty());
  }
}
