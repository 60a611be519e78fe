package io.tallygate.docs;

import com.sun.source.tree.ImportTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.PackageTree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which part of the code may know which: imports point one way. */
final class Arrows {

  /*
   * Within limiter, "" being its root package:
   *
   *     check <-- policy <-- match            all may use check
   *               policy <-- algorithm <-- table
   *     check <-- clock
   *     check <-- storage <-- table
   *     check, clock, policy, algorithm, storage, table <-- "" <-- header
   */

  private static final Map<String, Set<String>> LIMITER =
      Map.of(
          "check", Set.of(),
          "clock", Set.of("check"),
          "policy", Set.of("check"),
          "match", Set.of("check", "policy"),
          "algorithm", Set.of("check", "policy"),
          "storage", Set.of("check"),
          "table", Set.of("check", "policy", "algorithm", "storage"),
          "", Set.of("check", "clock", "policy", "algorithm", "storage", "table"),
          "header", Set.of("check", "policy", ""));

  /** Tests of all of them may use testing, and what {@link #TESTS} allows. */
  private static final Map<String, Set<String>> MODULES =
      Map.ofEntries(
          Map.entry("testing", Set.of()),
          Map.entry("limiter", Set.of()),
          Map.entry("policy", Set.of("limiter")),
          Map.entry("webhooks", Set.of()),
          Map.entry("client", Set.of("limiter")),
          Map.entry("videogen", Set.of("limiter", "client")),
          Map.entry("servlet", Set.of("limiter", "policy")),
          Map.entry("gateway", Set.of("limiter", "policy", "webhooks")),
          Map.entry("sandbox", Set.of("webhooks")),
          Map.entry("command", Set.of("limiter", "policy", "gateway", "webhooks", "sandbox")),
          Map.entry("bench", Set.of("limiter", "policy", "gateway", "client")),
          Map.entry("examples", Set.of("limiter", "policy", "client", "videogen", "servlet")),
          Map.entry("docs", Set.of("limiter", "policy")));

  /** What tests may know beside what their module may. */
  private static final Map<String, Set<String>> TESTS =
      Map.of(
          "client", Set.of("webhooks"), // the sender's side of what it verifies
          "command", Set.of("client", "videogen")); // called against the demo

  /** Packages of the gateway that know no other of its packages, or only these. */
  private static final Map<String, Set<String>> GATEWAY =
      Map.ofEntries(
          Map.entry("call", Set.of()),
          Map.entry("metrics", Set.of("call")),
          Map.entry("trace", Set.of("call", "metrics")),
          Map.entry("coach", Set.of("call")),
          Map.entry("key", Set.of()),
          Map.entry("upstream", Set.of("call")),
          Map.entry("alert", Set.of("call", "key", "upstream")),
          Map.entry("usage", Set.of("call", "key")),
          Map.entry("usage.trial", Set.of("usage", "key")),
          Map.entry("database", Set.of("key", "usage", "alert")),
          Map.entry("caller", Set.of("key")),
          Map.entry("dashboard.session", Set.of("key")),
          Map.entry(
              "dashboard",
              Set.of(
                  "dashboard.session",
                  "admin",
                  "alert",
                  "coach",
                  "database",
                  "key",
                  "upstream",
                  "usage",
                  "usage.trial")));

  /** Packages of the sandbox; its root package knows them all, what makes media none of them. */
  private static final Map<String, Set<String>> SANDBOX =
      Map.of(
          "store", Set.of("media"),
          "resource", Set.of("store"),
          "search", Set.of("store"),
          "file", Set.of("media", "store", "search"),
          "execution", Set.of("media", "store", "file"),
          "http", Set.of("media", "store", "resource", "search", "file", "execution"));

  private static final String OURS = "io.tallygate.";

  /** A qualified name: packages in lower case up to the first type, or to its end. */
  private static final Pattern OUR_PACKAGE =
      Pattern.compile("io\\.tallygate\\.([a-z0-9]+)((?:\\.[a-z][a-z0-9]*)*)(?:\\.[A-Z*].*)?");

  private static final Pattern FOR_LIMITER =
      Pattern.compile(
          "(java|javax\\.crypto|io\\.tallygate\\.limiter|org\\.jspecify\\.annotations)\\..*");

  private Arrows() {}

  static List<String> findings(JavaSource source) {
    List<String> findings = new ArrayList<>();
    String from = source.packageName();
    if (source.isModuleInfo() || !from.startsWith(OURS)) {
      return findings;
    }
    Matcher home = OUR_PACKAGE.matcher(from);
    if (!home.matches() || !home.group(1).equals(source.module())) {
      String expected = OURS + source.module();
      findings.add(source.path() + ":1: package must start with " + expected + ": " + from);
      return findings;
    }
    if (source.isMain()
        && source.module().equals("limiter")
        && !LIMITER.containsKey(inModule(home))) {
      findings.add(source.path() + ":1: package has no arrows yet, see Arrows.LIMITER: " + from);
      return findings;
    }
    new Scanner(source, home, findings).scan(source.unit(), null);
    return findings;
  }

  private static String inModule(Matcher name) {
    String rest = name.group(2);
    return rest.isEmpty() ? "" : rest.substring(1);
  }

  private static String word(String packageInModule) {
    return packageInModule.isEmpty() ? "the root package" : packageInModule;
  }

  private static final class Scanner extends TreeScanner<Void, Void> {

    private final JavaSource source;
    private final Matcher home;
    private final List<String> findings;

    Scanner(JavaSource source, Matcher home, List<String> findings) {
      this.source = source;
      this.home = home;
      this.findings = findings;
    }

    @Override
    public Void visitPackage(PackageTree tree, Void unused) {
      return null;
    }

    @Override
    public Void visitImport(ImportTree tree, Void unused) {
      String name = tree.getQualifiedIdentifier().toString();
      boolean limiter = source.isMain() && source.module().equals("limiter");
      if (limiter && !FOR_LIMITER.matcher(name).matches()) {
        findings.add(source.at(tree, "limiter has no dependencies, it may not import " + name));
      }
      return super.visitImport(tree, null);
    }

    @Override
    public Void visitMemberSelect(MemberSelectTree tree, Void unused) {
      String name = tree.toString();
      Matcher target = OUR_PACKAGE.matcher(name);
      if (!name.startsWith(OURS) || !target.matches()) {
        return super.visitMemberSelect(tree, null);
      }
      String module = target.group(1);
      Set<String> modules = MODULES.getOrDefault(source.module(), Set.of());
      if (!module.equals(source.module())) {
        boolean isForTests =
            !source.isMain()
                && (module.equals("testing")
                    || TESTS.getOrDefault(source.module(), Set.of()).contains(module));
        if (!isForTests && !modules.contains(module)) {
          String message = source.module() + " may not import " + module + ", see Arrows.MODULES";
          findings.add(source.at(tree, message));
        }
      } else if (source.isMain() && module.equals("limiter")) {
        checkInLimiter(tree, target);
      } else if (source.isMain() && module.equals("gateway")) {
        checkIn("GATEWAY", GATEWAY, tree, target);
      } else if (source.isMain() && module.equals("sandbox")) {
        checkIn("SANDBOX", SANDBOX, tree, target);
      }
      return null;
    }

    private void checkIn(
        String list, Map<String, Set<String>> arrows, MemberSelectTree tree, Matcher target) {
      String from = inModule(home);
      String to = inModule(target);
      Set<String> allowed = arrows.get(from);
      if (allowed != null && !to.equals(from) && !allowed.contains(to)) {
        String message = from + " may not import " + word(to) + ", see Arrows." + list;
        findings.add(source.at(tree, message));
      }
    }

    private void checkInLimiter(MemberSelectTree tree, Matcher target) {
      String from = inModule(home);
      String to = inModule(target);
      Set<String> allowed = LIMITER.getOrDefault(from, Set.of());
      if (!to.equals(from) && !allowed.contains(to)) {
        String message = word(from) + " may not import " + word(to) + ", see Arrows.LIMITER";
        findings.add(source.at(tree, message));
      }
    }
  }
}
