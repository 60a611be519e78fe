package io.tallygate.command;

import static io.tallygate.limiter.check.Checks.require;

import io.tallygate.command.remote.RemoteAdministration;
import io.tallygate.command.remote.RemoteUsage;
import io.tallygate.gateway.alert.Alerts;
import io.tallygate.gateway.coach.Coach;
import io.tallygate.gateway.database.Database;
import io.tallygate.gateway.database.LiveKeys;
import io.tallygate.gateway.database.Location;
import io.tallygate.gateway.database.StoredAdministration;
import io.tallygate.gateway.database.StoredAlerts;
import io.tallygate.gateway.database.StoredUsage;
import io.tallygate.gateway.key.Actor;
import io.tallygate.gateway.key.Administration;
import io.tallygate.gateway.key.KnownKey;
import io.tallygate.gateway.key.Levels;
import io.tallygate.gateway.usage.UsageHistory;
import io.tallygate.gateway.usage.trial.RecordedTrials;
import io.tallygate.gateway.usage.trial.Trials;
import io.tallygate.policy.PolicyFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** What every command has: its settings, its surroundings, and where it prints. */
@Command
final class Invocation {

  private final Surroundings surroundings;

  @SuppressWarnings("NullAway.Init")
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  Invocation(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  Surroundings surroundings() {
    return surroundings;
  }

  /** A file that an argument names, read against the folder that the command runs in. */
  Path file(String name) {
    return surroundings.folder().resolve(name);
  }

  /** What was given on the command line. */
  Map<Setting, String> given() {
    ParseResult result = command.commandLine().getParseResult();
    Map<Setting, String> given = new EnumMap<>(Setting.class);
    for (Setting setting : Setting.values()) {
      if (result.hasMatchedOption(setting.option())) {
        given.put(setting, result.matchedOptionValue(setting.option(), ""));
      }
    }
    return given;
  }

  /** What is set, wherever. */
  Settings settings() {
    return Settings.resolve(given(), surroundings);
  }

  /**
   * Asks whoever administers the keys that are set, or has something done.
   *
   * @throws io.tallygate.gateway.key.DataException if there are none
   */
  <T> T ask(Function<Administration, T> question) {
    Settings settings = settings();
    try (Administration all = Remotes.isSet(settings) ? remote(settings) : present(settings)) {
      return question.apply(all);
    }
  }

  /** The same, and makes a database where there is none. */
  <T> T askOrMake(Function<Administration, T> question) {
    Settings settings = settings();
    try (Administration all = Remotes.isSet(settings) ? remote(settings) : made(settings)) {
      return question.apply(all);
    }
  }

  /**
   * Asks whoever has the alerts of the keys that are set, or has something done.
   *
   * @throws io.tallygate.gateway.key.DataException if there are none
   */
  <T> T askAlerts(Function<Alerts, T> question) {
    Settings settings = settings();
    if (Remotes.isSet(settings)) {
      return question.apply(remote(settings).alerts());
    }
    try (Database database = Database.openExisting(Databases.location(settings))) {
      Actor actor = new Actor(Actor.Kind.COMMAND, surroundings.user());
      return question.apply(
          new StoredAlerts(
              database, surroundings.ticker(), actor, AlertSettings.destinations(settings)));
    }
  }

  /** Asks for recorded usage, at the server that is set or else in the database. */
  <T> T askUsage(Function<UsageHistory, T> question) {
    Settings settings = settings();
    if (Remotes.isSet(settings)) {
      return question.apply(remote(settings).usage());
    }
    Location location = Databases.location(settings);
    Database.openExisting(location).close(); // brings its tables up to date
    try (StoredUsage usage = StoredUsage.open(location)) {
      return question.apply(usage);
    }
  }

  /** Asks for trials of edited policies, at the server that is set or else beside the database. */
  <T> T askTrials(Function<Trials, T> question) {
    Settings settings = settings();
    if (Remotes.isSet(settings)) {
      return question.apply(remote(settings).trials());
    }
    require(
        settings.isSet(Setting.POLICY),
        "policy is not set; give --policy FILE, the one under which usage was recorded");
    PolicyFile enforced = Policies.load(settings);
    Location location = Databases.location(settings);
    Database.openExisting(location).close(); // brings its tables up to date
    try (StoredUsage usage = StoredUsage.open(location);
        LiveKeys keys = LiveKeys.open(location, surroundings.ticker())) {
      return question.apply(
          new RecordedTrials(
              () -> enforced, Duration.ofHours(1), usage, id -> levels(keys.byId(id))));
    }
  }

  private static Levels levels(@Nullable KnownKey key) {
    return key == null ? Levels.NONE : key.levels();
  }

  /** A running server's usage: the one that is set, or the one on this machine. */
  RemoteUsage runningUsage() {
    return Remotes.openOrLocal(settings(), surroundings.environment(), this::note).usage();
  }

  /** A running server's coach: the one that is set, or the one on this machine. */
  Coach runningCoach() {
    return Remotes.openOrLocal(settings(), surroundings.environment(), this::note).coach();
  }

  private RemoteAdministration remote(Settings settings) {
    return Remotes.open(settings, surroundings.environment(), this::note);
  }

  private Administration present(Settings settings) {
    return administration(Database.openExisting(Databases.location(settings)));
  }

  private Administration made(Settings settings) {
    return administration(Database.open(Databases.location(settings)));
  }

  private Administration administration(Database database) {
    Actor actor = new Actor(Actor.Kind.COMMAND, surroundings.user());
    return new StoredAdministration(database, surroundings.ticker(), actor);
  }

  long nowSecond() {
    return surroundings.ticker().wallMicros() / 1_000_000;
  }

  void print(String text) {
    PrintWriter out = command.commandLine().getOut();
    out.print(text);
    out.flush();
  }

  /** Says something beside the output: what a script should not have to skip. */
  void note(String line) {
    PrintWriter err = command.commandLine().getErr();
    err.println("tallygate: " + line);
    err.flush();
  }
}
