package io.tallygate.docs;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Every package says what it is, in its package-info. */
final class Packages {

  private Packages() {}

  /** A package of tests needs none of its own where the code that it tests has one. */
  static List<String> findings(List<JavaSource> sources) {
    Set<String> described =
        sources.stream()
            .filter(JavaSource::isPackageInfo)
            .map(Packages::key)
            .collect(Collectors.toSet());
    Set<String> missing = new TreeSet<>();
    for (JavaSource source : sources) {
      if (!source.isModuleInfo() && !described.contains(key(source))) {
        String folder = source.path().substring(0, source.path().lastIndexOf('/'));
        missing.add(folder + ":1: package has no package-info.java: " + source.packageName());
      }
    }
    return List.copyOf(missing);
  }

  private static String key(JavaSource source) {
    return source.module() + "/" + source.packageName();
  }
}
