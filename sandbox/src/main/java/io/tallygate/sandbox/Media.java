package io.tallygate.sandbox;

import io.tallygate.sandbox.file.Probe;
import io.tallygate.sandbox.media.Engine;
import io.tallygate.sandbox.media.Engines;
import io.tallygate.sandbox.media.Tool;
import io.tallygate.sandbox.resource.Presenter;
import io.tallygate.sandbox.resource.Resources;
import io.tallygate.sandbox.resource.Voice;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What makes media, and looks into them.
 *
 * @param engines one of each tool at most; a tool without one answers 501
 */
public record Media(List<Engine> engines, Probe probe, Resources resources) {

  public Media {
    engines = List.copyOf(engines);
    for (Tool tool : Tool.values()) {
      long count = engines.stream().filter(engine -> engine.tool() == tool).count();
      if (count > 1) {
        throw new IllegalArgumentException(
            "tool must have one engine at most: tool=%s engines=%s".formatted(tool, count));
      }
    }
  }

  /**
   * What is installed on this machine.
   *
   * @param engines with placeholders or without
   */
  public static Media of(Engines engines) {
    return new Media(
        engines.list(),
        new InstalledProbe(engines),
        new Resources(voices(engines), Presenter.DRAWN));
  }

  private static List<Voice> voices(Engines engines) {
    io.tallygate.sandbox.media.Voice standard = engines.voices().standard();
    return Stream.concat(
            Stream.of(standard),
            engines.voices().list().stream().filter(it -> !it.id().equals(standard.id())))
        .map(Media::voice)
        .toList();
  }

  private static Voice voice(io.tallygate.sandbox.media.Voice voice) {
    return new Voice(
        voice.id(),
        voice.language(),
        Voice.Gender.valueOf(voice.gender().name()),
        new Voice.Text(voice.name(), null, voice.description()),
        Voice.Languages.ITS_OWN,
        Voice.Standing.OFFERED);
  }

  Map<Tool, Engine> byTool() {
    Map<Tool, Engine> byTool = new EnumMap<>(Tool.class);
    engines.forEach(engine -> byTool.put(engine.tool(), engine));
    return byTool;
  }
}
