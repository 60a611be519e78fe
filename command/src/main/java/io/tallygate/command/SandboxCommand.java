package io.tallygate.command;

import static io.tallygate.limiter.check.Checks.require;
import static io.tallygate.sandbox.media.EngineSettings.Placeholders.OFF;
import static io.tallygate.sandbox.media.EngineSettings.Placeholders.ON;

import io.tallygate.gateway.key.KeyFormat;
import io.tallygate.gateway.key.OwnerOnly;
import io.tallygate.sandbox.Media;
import io.tallygate.sandbox.Sandbox;
import io.tallygate.sandbox.SandboxConfig;
import io.tallygate.sandbox.SandboxConfig.KeysIn;
import io.tallygate.sandbox.SandboxConfig.Place;
import io.tallygate.sandbox.SandboxConfig.Placeholders;
import io.tallygate.sandbox.media.Engine;
import io.tallygate.sandbox.media.EngineSettings;
import io.tallygate.sandbox.media.Engines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code tallygate sandbox}: the limited API on this machine, without its limits. */
@Command(
    name = "sandbox",
    header = "Runs the limited API on this machine, for building and testing against it.",
    description = {
      "It is not VideoGen and makes no AI media: what it makes comes from programs that are"
          + " installed, or is a placeholder that says so. It listens on 127.0.0.1 only, and limits"
          + " nobody; `tallygate demo` runs it behind the gateway, limits included. Unlike the real"
          + " API it also delivers webhooks to http:// on this machine.",
      "",
      "A line of the file of keys is `KEY TEAM USER`, with production-api behind it for who has"
          + " that. Without --keys one is made in the data folder, with one key in it.",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  tallygate sandbox",
      "  tallygate sandbox --port 9000 --keys keys.txt --data ./sandbox",
      "  tallygate sandbox engines",
    })
final class SandboxCommand implements Callable<Integer> {

  private static final String KEYS = "keys";

  @Mixin private final Invocation invocation;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "9000",
      description = "0 takes a free one; default 9000.")
  private int port;

  @Option(
      names = "--keys",
      paramLabel = "FILE",
      description = "The keys that it takes; default `keys` in the data folder.")
  private String keys = "";

  @Option(
      names = "--data",
      paramLabel = "PATH",
      defaultValue = "./tallygate-sandbox",
      description = "Where it keeps files and executions; default ./tallygate-sandbox.")
  private String data = "";

  @Option(
      names = "--no-placeholders",
      description = "A tool whose program is not installed answers 501.")
  private boolean noPlaceholders;

  SandboxCommand(Surroundings surroundings) {
    this.invocation = new Invocation(surroundings);
  }

  /** The command with what belongs to it. */
  static CommandLine line(Surroundings surroundings) {
    return new CommandLine(new SandboxCommand(surroundings))
        .addSubcommand(new EnginesCommand(surroundings))
        .addSubcommand(new ListenCommand(surroundings));
  }

  @Override
  public Integer call() throws IOException {
    require(port >= 0 && port <= 65_535, "port must be 0 to 65535: port=%s", port);
    Logs.level("warn"); // its screen is its lines
    Path folder = invocation.surroundings().folder().resolve(data).normalize();
    Path file =
        keys.isEmpty()
            ? made(folder)
            : invocation.surroundings().folder().resolve(keys).normalize();
    try (Lifetime lifetime = Lifetime.ofProcess()) {
      Sandbox sandbox =
          Sandbox.start(
              SandboxConfig.of(new Place(port, folder, null), new KeysIn(file))
                  .withPlaceholders(noPlaceholders ? Placeholders.REFUSED : Placeholders.MADE),
              Media.of(engines(noPlaceholders ? OFF : ON)),
              InstantSource.system());
      lifetime.onEnd(sandbox::close);
      invocation.print(
          """
          It is not VideoGen and makes no AI media.
          sandbox  %1$s
          data     %2$s
          keys     %3$s
          try      curl -i -H "Authorization: Bearer $(cut -d ' ' -f 1 %3$s)" %1$s/v1/files
          """
              .formatted(sandbox.address(), folder, file));
      lifetime.await();
    } catch (IOException e) { // a port or a folder that cannot be had, a line that is no key
      throw new CommandFailed(e.getMessage());
    }
    return 0;
  }

  /** A first file of keys, unless there is one. */
  private static Path made(Path folder) throws IOException {
    OwnerOnly.createFolder(folder);
    Path file = folder.resolve(KEYS);
    if (!Files.exists(file)) {
      Files.createFile(file, OwnerOnly.file(file));
      Files.writeString(file, new KeyFormat("vg_key_").issue(new SecureRandom()) + " team user\n");
    }
    return file;
  }

  static Engines engines(EngineSettings.Placeholders placeholders) throws IOException {
    try {
      return Engines.all(EngineSettings.DEFAULT.withPlaceholders(placeholders));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailed("interrupted while it looked for programs");
    }
  }

  /** {@code tallygate sandbox engines}. */
  @Command(
      name = "engines",
      header = "Lists what makes each tool's media on this machine.",
      footerHeading = "%nExample:%n",
      footer = "  tallygate sandbox engines --json")
  static final class EnginesCommand implements Callable<Integer> {

    @Mixin private final Invocation invocation;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    EnginesCommand(Surroundings surroundings) {
      this.invocation = new Invocation(surroundings);
    }

    @Override
    public Integer call() throws IOException {
      List<Engine> engines = SandboxCommand.engines(ON).list();
      invocation.print(json ? items(engines) : table(engines));
      return 0;
    }

    private static String table(List<Engine> engines) {
      TextTable table = new TextTable("TOOL", "ENGINE", "VERSION");
      engines.forEach(one -> table.add(one.tool().path(), one.name(), one.version()));
      return table.toString();
    }

    private static String items(List<Engine> engines) {
      ObjectNode page = Json.MAPPER.createObjectNode();
      ArrayNode items = page.putArray("items");
      engines.forEach(
          one ->
              items
                  .addObject()
                  .put("tool", one.tool().path())
                  .put("engine", one.name())
                  .put("version", one.version()));
      return Json.text(page);
    }
  }
}
