package io.tallygate.command;

import io.tallygate.command.Settings.Value;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;

/** {@code tallygate config}: what is set, and where. */
@Command(
    name = "config",
    header = "Shows the settings, and where each was set.",
    description =
        "As `tallygate serve` would take them: from the command line, the environment, a file, or"
            + " by default.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  tallygate config",
      "  TALLYGATE_PORT=9090 tallygate config --hour 20s --json",
    })
final class ConfigCommand implements Callable<Integer>, SettingOptions.Taker {

  @Mixin private final Invocation invocation;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  ConfigCommand(Surroundings surroundings) {
    this.invocation = new Invocation(surroundings);
  }

  @Override
  public List<Setting> settings() {
    return Setting.all();
  }

  @Override
  public Integer call() {
    Settings settings = invocation.settings();
    GatewaySettings.config(settings, "");
    settings.text(Setting.LOG_LEVEL);
    invocation.print(json ? json(settings) : table(settings));
    return 0;
  }

  private static String table(Settings settings) {
    TextTable table = new TextTable("SETTING", "VALUE", "SET IN");
    for (Setting setting : Setting.values()) {
      Value value = settings.value(setting);
      table.add(setting.text(), value.text().isEmpty() ? "-" : value.shown(setting), value.place());
    }
    return table.toString();
  }

  private static String json(Settings settings) {
    ArrayNode array = Json.MAPPER.createArrayNode();
    for (Setting setting : Setting.values()) {
      Value value = settings.value(setting);
      array
          .addObject()
          .put("setting", setting.text())
          .put("value", value.shown(setting))
          .put("setIn", value.place());
    }
    return Json.text(array);
  }
}
