package io.tallygate.command;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The settings as options of a command. */
final class SettingOptions {

  private SettingOptions() {}

  /** A command that takes settings. */
  interface Taker {
    List<Setting> settings();
  }

  static void add(CommandSpec command, List<Setting> settings) {
    for (Setting setting : settings) {
      String hint = setting.defaultText().isEmpty() ? "" : " Default: " + setting.defaultText();
      OptionSpec.Builder option =
          OptionSpec.builder(setting.option())
              .paramLabel(setting.label())
              .type(String.class)
              .description(setting.help() + hint);
      if (setting.kind() == Setting.Kind.SWITCH) {
        option.arity("0..1").fallbackValue("true");
      }
      command.addOption(option.build());
    }
  }
}
