package io.tallygate.command;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code tallygate demo}: everything that is needed to watch a key being limited. */
@Command(
    name = "demo",
    description =
        "Runs the gateway with the policy `videogen` before an upstream that only echoes, with a"
            + " fresh key, on this machine only. The data folder is deleted at the end, unless"
            + " --data names one. Reads neither the environment nor a file of settings.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  tallygate demo",
      "  tallygate demo --hour 20s",
    })
final class DemoCommand implements Callable<Integer>, SettingOptions.Taker {

  @Mixin private final Invocation invocation;

  DemoCommand(Surroundings surroundings) {
    this.invocation = new Invocation(surroundings);
  }

  @Override
  public List<Setting> settings() {
    return Demo.SETTINGS;
  }

  @Override
  public Integer call() throws IOException {
    Logs.level("warn"); // its screen is its five lines
    Demo demo = Demo.start(invocation.given(), invocation.surroundings(), invocation::note);
    invocation.print(demo.screen());
    Lifetime.untilStopped(demo::close);
    return 0;
  }
}
