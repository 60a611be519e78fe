package io.tallygate.sandbox;

import io.tallygate.sandbox.file.Probe;
import io.tallygate.sandbox.media.Engine;
import io.tallygate.sandbox.media.Tool;
import io.tallygate.sandbox.resource.Resources;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What makes media, and looks into them.
 *
 * @param engines one of each tool
 */
public record Media(List<Engine> engines, Probe probe, Resources resources) {

  public Media {
    engines = List.copyOf(engines);
    for (Tool tool : Tool.values()) {
      long count = engines.stream().filter(engine -> engine.tool() == tool).count();
      if (count != 1) {
        throw new IllegalArgumentException(
            "tool must have one engine: tool=%s engines=%s".formatted(tool, count));
      }
    }
  }

  Map<Tool, Engine> byTool() {
    Map<Tool, Engine> byTool = new EnumMap<>(Tool.class);
    engines.forEach(engine -> byTool.put(engine.tool(), engine));
    return byTool;
  }
}
