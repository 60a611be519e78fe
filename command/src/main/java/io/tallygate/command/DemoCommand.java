package io.tallygate.command;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code tallygate demo}: everything that is needed to watch a key being limited. */
@Command(
    name = "demo",
    header = "Runs the gateway before a sandbox API, with a fresh key, to watch limits at work.",
    description =
        "The policy is `videogen`, the API is that of `tallygate sandbox`: it is not VideoGen and"
            + " makes no AI media. Listens on 127.0.0.1 only, and delivers webhooks to http:// on"
            + " this machine, too. The data folder is deleted at the end, unless --data names one."
            + " Reads neither the environment nor a file of settings.",
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
    Logs.level("warn"); // its screen is its seven lines
    try (Lifetime lifetime = Lifetime.ofProcess()) {
      Demo demo = new Demo(invocation.surroundings(), lifetime, invocation::note);
      invocation.print(demo.start(invocation.given()));
      lifetime.await();
    }
    return 0;
  }
}
