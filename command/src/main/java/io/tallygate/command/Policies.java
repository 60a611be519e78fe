package io.tallygate.command;

import io.tallygate.policy.PolicyFile;
import java.nio.file.Path;
import java.util.Optional;

/** The policy that is set or named: one that comes with Tallygate, or a file. */
final class Policies {

  private Policies() {}

  static PolicyFile load(Settings settings) {
    return PolicyFile.load(
        file(settings).map(Path::toString).orElse(settings.text(Setting.POLICY)));
  }

  static PolicyFile load(Invocation invocation, String nameOrFile) {
    return PolicyFile.load(
        PolicyFile.BUNDLED.contains(nameOrFile)
            ? nameOrFile
            : invocation.file(nameOrFile).toString());
  }

  /** The file; empty for a policy that comes with Tallygate. */
  static Optional<Path> file(Settings settings) {
    return PolicyFile.BUNDLED.contains(settings.text(Setting.POLICY))
        ? Optional.empty()
        : Optional.of(settings.path(Setting.POLICY));
  }
}
