package io.tallygate.command;

import io.tallygate.command.Settings.Source;
import io.tallygate.command.Settings.Value;
import io.tallygate.policy.yaml.Nearest;
import io.tallygate.policy.yaml.Problems;
import io.tallygate.policy.yaml.YamlNode;
import io.tallygate.policy.yaml.YamlNode.Field;
import io.tallygate.policy.yaml.YamlNode.Fields;
import io.tallygate.policy.yaml.YamlNode.Refused;
import io.tallygate.policy.yaml.YamlNode.Text;
import io.tallygate.policy.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** A file of settings: a YAML mapping of names to values, read strictly. */
final class SettingsFile {

  private static final int BYTES_MAX = 64 << 10;
  private static final int DEPTH_MAX = 4;

  private static final List<String> NAMES =
      Arrays.stream(Setting.values()).filter(Setting::isOfFile).map(Setting::text).toList();

  private final String label;
  private final Problems problems;
  private final Map<Setting, Value> values = new EnumMap<>(Setting.class);

  private SettingsFile(String label) {
    this.label = label;
    this.problems = new Problems(label);
  }

  /**
   * Reads a file of at most 64 KiB.
   *
   * @param label what the messages call it
   * @throws SettingsException with all that is wrong with it
   */
  static Map<Setting, Value> read(Path file, String label) {
    SettingsFile settings = new SettingsFile(label);
    settings.read(text(file, label));
    if (!settings.problems.isEmpty()) {
      throw new SettingsException(String.join("\n", settings.problems.lines()));
    }
    return settings.values;
  }

  private static String text(Path file, String label) {
    try {
      if (Files.size(file) > BYTES_MAX) {
        throw new SettingsException(
            "config must have at most " + BYTES_MAX + " bytes: config=" + label);
      }
      return Files.readString(file);
    } catch (IOException e) {
      throw new SettingsException("config cannot be read as UTF-8 text: config=" + label);
    }
  }

  private void read(String text) {
    YamlNode root = YamlReader.read(text, problems, DEPTH_MAX).orElse(null);
    if (root instanceof Fields fields) {
      fields.fields().forEach(this::read);
    } else if (root != null) {
      problems.add(root.place(), "a file of settings has one 'name: value' a line");
    }
  }

  private void read(Field field) {
    String name = field.name().value();
    Setting setting = Setting.byText(name).filter(Setting::isOfFile).orElse(null);
    if (setting == null) {
      problems.add(
          field.name().place(),
          "no such setting: setting=" + Problems.shown(name) + Nearest.hintOrAll(name, NAMES));
    } else if (field.value() instanceof Text text && !text.isNothing()) {
      values.put(setting, new Value(text.value(), Source.FILE, label + ":" + text.place()));
    } else if (!(field.value() instanceof Refused)) {
      problems.add(field.value().place(), name + " must have one value, in quotes if it is empty");
    }
  }
}
