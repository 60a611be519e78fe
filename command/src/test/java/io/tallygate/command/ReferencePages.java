package io.tallygate.command;

import java.nio.file.Path;
import picocli.CommandLine;

/** Writes the reference pages of the command and of its settings, from what they are made of. */
final class ReferencePages {

  private ReferencePages() {}

  /** {@code docs/reference/command.md}. */
  static String command() {
    CommandLine command = Main.command(Cli.in(Path.of("")).surroundings());
    StringBuilder page = new StringBuilder();
    page.append(
        """
        # The command

        What `tallygate COMMAND --help` prints. All options of `serve` can also stand in a file
        or in the environment, see [settings](settings.md).

        Output goes to stdout, errors and the log to stderr. An error is one line, `tallygate: `
        and the rule that was broken, with the value and the way out. Secrets are printed by `key
        create`, `key rotate`, `token create` and `demo`, and by `serve` at its first start in a
        terminal; never are they repeated in an error.

        | exit code | means |
        |---|---|
        | 0 | done |
        | 1 | failed: no such key, a port in use, a policy with mistakes, no server that answers |
        | 1 | of `policy diff`: the two policies differ |
        | 1 | of `probe`: the API differs from the policy |
        | 2 | not understood: an option, an argument or a setting is wrong |
        | 130, 143 | `serve` or `demo` was ended by SIGINT or SIGTERM, and has finished its calls |
        | 130, 143 | `probe` was ended by SIGINT or SIGTERM, and has printed what it found |
        """);
    add(page, command);
    return page.toString();
  }

  private static void add(StringBuilder page, CommandLine command) {
    page.append("\n## ").append(command.getCommandSpec().qualifiedName()).append("\n\n```text\n");
    page.append(command.getUsageMessage(CommandLine.Help.Ansi.OFF).stripTrailing());
    page.append("\n```\n");
    command.getSubcommands().values().forEach(child -> add(page, child));
  }

  /** {@code docs/reference/settings.md}. */
  static String settings() {
    StringBuilder page = new StringBuilder();
    page.append(
        """
        # Settings

        `tallygate serve` needs `upstream` and `policy`; all else has a default. A setting is
        taken from the first of these that has it:

        1. the command line: `--admin-port 9091`
        2. the environment: `TALLYGATE_ADMIN_PORT=9091`
        3. a file: `admin-port: 9091`. It is the one that `--config` or `TALLYGATE_CONFIG` names,
           or else `tallygate.yaml` in the working folder, if it is there
        4. the default

        `tallygate config` shows what is in force and where each value was set. The commands `key`
        and `limit` take `data` and `policy` in the same way, so they find a server's keys by
        themselves where its settings stand in the environment or in a file. `tallygate demo`
        takes options only.

        The file is a YAML mapping with one `name: value` a line. What is not known is refused,
        with the place and the nearest name: in the file, on the command line, and in the
        environment every variable that begins with `TALLYGATE_` (but for `TALLYGATE_JAVA_OPTS`,
        which the start script gives to the JVM, `TALLYGATE_MISSING`, and `TALLYGATE_PROBE_KEY`, the
        key that `tallygate probe` shows). Kubernetes sets such
        variables for a service by the name of `tallygate`: `enableServiceLinks: false` in the pod
        ends that. A relative path is one from the working folder, wherever it is written.

        A duration is a whole number and `ms`, `s`, `m` or `h`: `250ms`, `20s`. A size is a number
        of bytes, or of `KiB`, `MiB` or `GiB`: `65536`, `64KiB`. A switch on the command line may
        stand alone: `--access-log` is `--access-log=true`.

        | setting | variable | value | default | meaning |
        |---|---|---|---|---|
        """);
    for (Setting setting : Setting.values()) {
      page.append(
          "| `%s` | `%s` | %s | %s | %s |%n"
              .formatted(
                  setting.text(),
                  setting.variable(),
                  setting.label().replace("|", " or "),
                  setting.defaultText().isEmpty() ? "" : "`" + setting.defaultText() + "`",
                  setting.help()));
    }
    return page.toString();
  }
}
