package io.tallygate.command;

import static io.tallygate.limiter.check.Checks.require;

import io.tallygate.gateway.database.Location;
import io.tallygate.policy.yaml.Nearest;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What is set, and where: on the command line, in the environment, in a file, or nowhere, in this
 * order. Values are read when they are asked for, so a command is not held up by what it has no use
 * for.
 */
final class Settings {

  static final String DEFAULT_FILE = "tallygate.yaml";

  /** Variables of the start script, of a command that has no settings, and a secret. */
  private static final Set<String> OTHER_VARIABLES =
      Set.of(
          "TALLYGATE_JAVA_OPTS",
          "TALLYGATE_MISSING",
          ProbeCommand.KEY_VARIABLE,
          Remotes.TOKEN_VARIABLE);

  private static final Pattern ADDRESS =
      Pattern.compile("[0-9.]{7,15}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

  /** Where a value was set. */
  enum Source {
    COMMAND_LINE,
    ENVIRONMENT,
    FILE,
    DEFAULT
  }

  /**
   * One value.
   *
   * @param place for people: {@code tallygate.yaml:3:7}, {@code TALLYGATE_PORT}
   */
  record Value(String text, Source source, String place) {

    static Value onCommandLine(String text) {
      return new Value(text, Source.COMMAND_LINE, "command line");
    }

    static Value ofDefault(Setting setting) {
      return new Value(setting.defaultText(), Source.DEFAULT, "default");
    }

    /** The value as it may be shown: without a password. */
    String shown(Setting setting) {
      if (setting.kind() != Setting.Kind.DATABASE || text.isEmpty()) {
        return text;
      }
      try {
        return Location.postgres(text).toString();
      } catch (IllegalArgumentException e) {
        return "(not understood)";
      }
    }

    /** What a message about the value begins with: the command line needs no hint. */
    String messagePrefix() {
      return source == Source.ENVIRONMENT || source == Source.FILE ? place + ": " : "";
    }
  }

  private final Map<Setting, Value> values;
  private final Path folder;

  private Settings(Map<Setting, Value> values, Path folder) {
    this.values = values;
    this.folder = folder;
  }

  /** Settings that only the command line can set: those of the demo. */
  static Settings of(Map<Setting, String> commandLine, Surroundings surroundings) {
    Map<Setting, Value> values = new EnumMap<>(Setting.class);
    for (Setting setting : Setting.values()) {
      values.put(setting, Value.ofDefault(setting));
    }
    commandLine.forEach((setting, text) -> values.put(setting, Value.onCommandLine(text)));
    return new Settings(values, surroundings.folder());
  }

  /**
   * Gathers what is set.
   *
   * @throws SettingsException if the environment or the file names what cannot be set
   */
  static Settings resolve(Map<Setting, String> commandLine, Surroundings surroundings) {
    Map<Setting, Value> environment = ofEnvironment(surroundings.environment());
    Settings settings = of(commandLine, surroundings);
    Map<Setting, Value> values = settings.values;
    if (!commandLine.containsKey(Setting.CONFIG) && environment.containsKey(Setting.CONFIG)) {
      values.put(Setting.CONFIG, environment.get(Setting.CONFIG));
    }
    Map<Setting, Value> file = ofFile(settings);
    for (Setting setting : Setting.values()) {
      if (!commandLine.containsKey(setting)) {
        Value fromFile = file.getOrDefault(setting, settings.value(setting));
        values.put(setting, environment.getOrDefault(setting, fromFile));
      }
    }
    return settings;
  }

  private static Map<Setting, Value> ofEnvironment(Map<String, String> environment) {
    Map<Setting, Value> values = new EnumMap<>(Setting.class);
    for (Map.Entry<String, String> variable : new TreeMap<>(environment).entrySet()) {
      String name = variable.getKey();
      if (name.startsWith(Setting.VARIABLE_PREFIX) && !OTHER_VARIABLES.contains(name)) {
        Setting setting =
            Setting.byVariable(name)
                .orElseThrow(
                    () ->
                        new SettingsException(
                            "no setting has this variable: variable="
                                + name
                                + Nearest.hintOrAll(
                                    name,
                                    Arrays.stream(Setting.values())
                                        .map(Setting::variable)
                                        .toList())));
        values.put(setting, new Value(variable.getValue(), Source.ENVIRONMENT, name));
      }
    }
    return values;
  }

  private static Map<Setting, Value> ofFile(Settings settings) {
    Value config = settings.value(Setting.CONFIG);
    if (config.source() != Source.DEFAULT) {
      return SettingsFile.read(settings.folder.resolve(config.text()), config.text());
    }
    Path file = settings.folder.resolve(DEFAULT_FILE);
    if (!Files.exists(file)) {
      return Map.of();
    }
    settings.values.put(
        Setting.CONFIG, new Value(DEFAULT_FILE, Source.DEFAULT, "default, for it is here"));
    return SettingsFile.read(file, DEFAULT_FILE);
  }

  Value value(Setting setting) {
    Value value = values.get(setting);
    if (value == null) {
      throw new IllegalStateException("every setting has a value: setting=" + setting);
    }
    return value;
  }

  boolean isSet(Setting setting) {
    return !value(setting).text().isEmpty();
  }

  String text(Setting setting) {
    return parsed(setting, text -> text);
  }

  Path path(Setting setting) {
    return folder.resolve(text(setting));
  }

  int number(Setting setting) {
    return parsed(setting, text -> Quantity.number(setting.text(), text));
  }

  long size(Setting setting) {
    return parsed(setting, text -> Quantity.size(setting.text(), text));
  }

  Duration duration(Setting setting) {
    return parsed(setting, text -> Quantity.duration(setting.text(), text));
  }

  boolean isOn(Setting setting) {
    return text(setting).equals(setting.kind().words().get(0));
  }

  URI uri(Setting setting) {
    return parsed(setting, text -> uri(setting.text(), text));
  }

  Location.Postgres database(Setting setting) {
    return parsed(setting, Location::postgres);
  }

  private interface Parser<T> {
    T parse(String text);
  }

  private <T> T parsed(Setting setting, Parser<T> parser) {
    Value value = value(setting);
    try {
      check(setting, value.text());
      return parser.parse(value.text());
    } catch (IllegalArgumentException e) {
      throw new SettingsException(value.messagePrefix() + e.getMessage());
    }
  }

  private static void check(Setting setting, String text) {
    String name = setting.text();
    List<String> words = setting.kind().words();
    require(
        words.isEmpty() || words.contains(text),
        "%s must be %s: %s=%s",
        name,
        String.join(" or ", words),
        name,
        text);
    require(
        setting.kind() != Setting.Kind.ADDRESS
            || (text.isEmpty() && setting.defaultText().isEmpty())
            || ADDRESS.matcher(text).matches(),
        "%s must be an IP address: %s=%s",
        name,
        name,
        text);
  }

  private static URI uri(String name, String text) {
    // A password is as good as in a log once it is in a message.
    require(text.indexOf('@') < 0, "%s must have no user: what was given has one", name);
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          "%s must be http://host[:port][/path]: %s=%s".formatted(name, name, text), e);
    }
  }
}
