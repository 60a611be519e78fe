package io.tallygate.command;

import io.tallygate.gateway.GatewayConfig;
import io.tallygate.gateway.database.Location;
import io.tallygate.gateway.key.Proof;
import io.tallygate.policy.PolicyFile;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code tallygate serve}: the gateway before an API. */
@Command(
    name = "serve",
    header = "Stands before an API and enforces a policy.",
    description =
        "Every option is a setting; it can also stand in a file (`port: 8080`) or in the"
            + " environment (TALLYGATE_PORT). The command line goes before the environment, that"
            + " before the file. Runs until SIGTERM or SIGINT, and finishes the calls under way.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  tallygate serve --upstream http://127.0.0.1:9000 --policy limits.yaml",
      "  tallygate serve --upstream http://127.0.0.1:9000 --policy videogen --hour 20s",
    })
final class ServeCommand implements Callable<Integer>, SettingOptions.Taker {

  @Mixin private final Invocation invocation;

  ServeCommand(Surroundings surroundings) {
    this.invocation = new Invocation(surroundings);
  }

  @Override
  public List<Setting> settings() {
    return Setting.ofServer();
  }

  @Override
  public Integer call() throws IOException {
    Settings settings = invocation.settings();
    Logs.level(settings.text(Setting.LOG_LEVEL));
    requireSet(settings);
    GatewaySettings.config(settings, ""); // before anything is made
    PolicyFile policy = Policies.load(settings);
    GatewayConfig config = GatewaySettings.config(settings, Proof.of(settings.path(Setting.DATA)));
    try (Lifetime lifetime = Lifetime.ofProcess()) {
      serve(settings, config, policy, lifetime);
      lifetime.await();
    } catch (BindException e) {
      throw new CommandFailed(e.getMessage());
    }
    return 0;
  }

  private void serve(Settings settings, GatewayConfig config, PolicyFile policy, Lifetime lifetime)
      throws IOException {
    Location location = Databases.location(settings);
    RunningGateway running =
        RunningGateway.start(
            config,
            new RunningGateway.Stand(
                location,
                settings.path(Setting.DATA),
                policy,
                Policies.file(settings),
                invocation.surroundings().ticker()));
    running.firstToken().ifPresent(this::tell);
    Logger log = LoggerFactory.getLogger(ServeCommand.class);
    if (settings.isSet(Setting.COUNTERS)) {
      CounterLines.kept(config.bounds().counters(), running.counters()).ifPresent(log::warn);
    }
    log.info(
        "serving: gateway={} admin={} upstream={} policy={} hour={} keys={}",
        url(running.address()),
        url(running.adminAddress()),
        config.upstream(),
        settings.text(Setting.POLICY),
        Quantity.text(config.hour()),
        location);
    lifetime.onEnd(
        () -> {
          log.info("stopping: waits at most {}", Quantity.text(config.bounds().drain()));
          running.close();
          log.info("stopped");
        });
  }

  /** Who reads along with a log or a pipe shall not learn it. */
  private void tell(FirstToken.Made first) {
    invocation.print("admin token  %s%n".formatted(shown(first.token())));
    first.link().ifPresent(link -> invocation.print("login link   %s%n".formatted(shown(link))));
  }

  private String shown(FirstToken.Kept kept) {
    return invocation.surroundings().isTerminal() ? kept.secret() : kept.file().toString();
  }

  private static void requireSet(Settings settings) {
    if (!settings.isSet(Setting.UPSTREAM)) {
      throw new SettingsException(
          "upstream is not set; give --upstream http://127.0.0.1:9000, or wherever your API is");
    }
    if (!settings.isSet(Setting.POLICY)) {
      throw new SettingsException(
          "policy is not set; give --policy FILE (`tallygate policy new` makes a first one), or"
              + " --policy videogen");
    }
  }

  static String url(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return "http://%s:%d"
        .formatted(host.contains(":") ? "[" + host + "]" : host, address.getPort());
  }
}
