package io.tallygate.command;

import static io.tallygate.limiter.check.Checks.require;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.tallygate.command.probe.Differences;
import io.tallygate.command.probe.Endpoints;
import io.tallygate.command.probe.Finding;
import io.tallygate.command.probe.Finding.Differs;
import io.tallygate.command.probe.Inference;
import io.tallygate.command.probe.Probe;
import io.tallygate.command.probe.Probe.Way;
import io.tallygate.command.probe.ProbedPolicy;
import io.tallygate.command.probe.Recording;
import io.tallygate.command.probe.Report;
import io.tallygate.command.probe.Target;
import io.tallygate.policy.PolicyFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tallygate probe}: reads off a live API what its limits are. */
@Command(
    name = "probe",
    header = "Reads off a live API what its limits really are.",
    description = {
      "Sends a few GETs and HEADs, never anything else, and says what they show: the headers, what"
          + " Reset means, where windows start, which endpoints share a counter, what a HEAD, a 404"
          + " and a 304 cost, what a call without a key is told, how far the clocks are apart."
          + " Redirects are not followed. It stops where few requests remain, and at a 429 or 503.",
      "",
      "Each finding names the requests that prove it; what they do not show is told as such. The"
          + " exit code is 1 if the API differs from --policy, or does not answer at all.",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  tallygate probe https://api.example.com/v1/files --key - < key.txt",
      "  tallygate probe http://127.0.0.1:8080/v1/a --endpoint /v1/b --json",
      "  tallygate probe https://api.example.com --policy limits.yaml",
      "  tallygate probe https://api.example.com/v1/files --write limits.yaml",
    })
final class ProbeCommand implements Callable<Integer> {

  static final String KEY_VARIABLE = "TALLYGATE_PROBE_KEY";

  private static final int OK = 0;
  private static final int DIFFERENT = 1;
  private static final int END_SECONDS_MAX = 5;

  @Mixin private final Invocation invocation;

  @Parameters(
      paramLabel = "URL",
      description = {
        "One endpoint, http[s]://host[:port]/path. It is asked for more than the others, so take a"
            + " cheap one. With --policy the path may be left out."
      })
  private String url = "";

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description =
          "The API key; - reads it from stdin, which no list of processes shows. Without it"
              + " TALLYGATE_PROBE_KEY is taken, and else none is sent.")
  private String key = "";

  @Option(
      names = "--key-header",
      paramLabel = "NAME",
      description = "The field that carries the key; in Authorization behind Bearer, the default.")
  private String keyHeader = "Authorization";

  @Option(
      names = "--endpoint",
      paramLabel = "PATH",
      description = "A further endpoint of the same host, with a leading slash; may be repeated.")
  private List<String> endpoints = List.of();

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description =
          "Compare with this policy file, or videogen, and ask its GET endpoints, too; those with"
              + " parameters only if --param has them all.")
  private String policy = "";

  @Option(
      names = "--param",
      paramLabel = "NAME=VALUE",
      description = "A value for {NAME} in the policy's endpoints, or for *; may be repeated.")
  private Map<String, String> params = Map.of();

  @Option(
      names = "--max-requests",
      paramLabel = "N",
      defaultValue = "20",
      description =
          "Send at most so many, 2 to 100; default 20. Twice the endpoints and 11 do all.")
  private String maxRequests = "";

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      defaultValue = "10s",
      description = "Wait so long for an answer, 1ms to 60s; default 10s. All ends after 2 min.")
  private String timeout = "";

  @Option(
      names = "--write",
      paramLabel = "FILE",
      description = "Write a policy file with what was found, which must not be there yet.")
  private String write = "";

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  ProbeCommand(Surroundings surroundings) {
    this.invocation = new Invocation(surroundings);
  }

  @Override
  public Integer call() throws IOException {
    Way way =
        new Way(
            Quantity.number("max-requests", maxRequests),
            Quantity.duration("timeout", timeout),
            "tallygate-probe-" + Long.toHexString(invocation.surroundings().ticker().wallMicros()));
    Optional<PolicyFile> compared = policy.isEmpty() ? Optional.empty() : Optional.of(load(policy));
    Target target = Target.of(url, keyHeader, key());
    List<String> paths = paths(target, compared);
    if (!write.isEmpty() && Files.exists(file(write))) {
      throw new CommandFailed("file must not be there yet: write=" + write);
    }
    if (target.isOverheard()) {
      invocation.note("the key goes over http, readable on its way: url=" + target);
    }
    return probe(target, paths, way, compared);
  }

  private int probe(Target target, List<String> paths, Way way, Optional<PolicyFile> compared)
      throws IOException {
    Thread probing = Thread.currentThread();
    CountDownLatch printed = new CountDownLatch(1);
    Thread hook =
        new Thread(
            () -> {
              probing.interrupt();
              try {
                printed.await(END_SECONDS_MAX, TimeUnit.SECONDS);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "tallygate-stop");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      Recording recording = Probe.run(target, paths, way, invocation.surroundings().ticker());
      return tell(target, recording, compared);
    } finally {
      printed.countDown();
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The process is ending already, and the hook has done its work.
      }
    }
  }

  private int tell(Target target, Recording recording, Optional<PolicyFile> compared)
      throws IOException {
    List<Finding> findings =
        new ArrayList<>(Inference.of(recording.paths(), recording.exchanges()));
    compared.ifPresent(
        file -> findings.addAll(Differences.of(file.policy(), recording, List.copyOf(findings))));
    boolean differs = findings.stream().anyMatch(it -> it instanceof Differs);
    invocation.print(json ? ProbeJson.text(recording, findings) : Report.text(recording, findings));
    if (recording.exchanges().stream().allMatch(it -> it.answer().status() == 0)) {
      throw new CommandFailed("the API did not answer: url=" + target);
    }
    if (!write.isEmpty()) {
      write(target, recording, findings, compared);
    }
    if (compared.isPresent() && !differs && !json) {
      invocation.print("\nno difference from the policy was found\n");
    }
    return differs ? DIFFERENT : OK;
  }

  private void write(
      Target target, Recording recording, List<Finding> findings, Optional<PolicyFile> compared)
      throws IOException {
    ProbedPolicy probed =
        compared
            .map(file -> ProbedPolicy.amended(file, recording.paths(), findings))
            .orElseGet(() -> ProbedPolicy.fresh(recording.paths(), findings));
    PolicyFile file =
        probed
            .file()
            .orElseThrow(
                () ->
                    new CommandFailed(
                        "no policy is written, for no endpoint's limit and period were found"));
    StringBuilder text = new StringBuilder();
    text.append("# Read off ").append(target.origin()).append(" by tallygate probe.\n");
    text.append("# What was not seen is a default or a guess: `other`, endpoints that were not")
        .append(" asked,\n# and everything but GET. Then: tallygate policy check FILE\n");
    probed.leftOut().forEach(line -> text.append("# left out: ").append(line).append('\n'));
    text.append('\n').append(file.toYaml());
    try {
      Files.write(
          file(write),
          text.toString().getBytes(UTF_8),
          StandardOpenOption.CREATE_NEW,
          StandardOpenOption.WRITE);
    } catch (FileAlreadyExistsException e) {
      throw new CommandFailed("file must not be there yet: write=" + write);
    }
    invocation.note("written: write=" + write);
  }

  private List<String> paths(Target target, Optional<PolicyFile> compared) {
    Set<String> paths = new LinkedHashSet<>();
    if (!target.path().isEmpty()) {
      paths.add(target.path());
    }
    endpoints.forEach(path -> paths.add(Target.requirePath(path)));
    Map<String, String> values = new LinkedHashMap<>();
    params.forEach((name, value) -> values.put(name, Endpoints.requireSegment(name, value)));
    compared.ifPresent(file -> paths.addAll(Endpoints.of(file.policy(), values)));
    if (paths.isEmpty()) {
      paths.add("/");
    }
    return List.copyOf(paths);
  }

  private String key() throws IOException {
    String variable = invocation.surroundings().environment().getOrDefault(KEY_VARIABLE, "");
    if (!key.equals("-")) {
      return key.isEmpty() ? variable.strip() : key;
    }
    InputStream in = System.in;
    byte[] bytes = in.readNBytes(Target.KEY_MAX + 2);
    String first = new String(bytes, UTF_8).lines().findFirst().orElse("").strip();
    require(!first.isEmpty(), "--key - must find the key on stdin: nothing was there");
    return first;
  }

  private PolicyFile load(String nameOrFile) {
    return PolicyFile.load(
        PolicyFile.BUNDLED.contains(nameOrFile) ? nameOrFile : file(nameOrFile).toString());
  }

  private Path file(String name) {
    return invocation.surroundings().folder().resolve(name);
  }
}
