package io.tallygate.limiter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.ReflectionSupport;

/** That each invariant has tests on the page that says so, and that they exist. */
final class ProofTest {

  private static final Path PAGE = Path.of("..", "docs", "design", "proof.md");
  private static final Pattern METHOD = Pattern.compile("`([A-Z]\\w*Test)\\.(\\w+)`");

  /** The invariants that concern one process; S2 is promised by no algorithm that there is. */
  private static final List<String> INVARIANTS =
      List.of(
          "S1", "S3", "S4", "S5", "S6", "S7", "S8", "S9", "S10", "S11", "S12", "S13", "S14", "S15",
          "S16");

  @Test
  void page_everyInvariant_namesTestsThatExist() throws IOException {
    List<String> rows = Files.readAllLines(PAGE);
    for (String invariant : INVARIANTS) {
      assertThat(rows).filteredOn(row -> row.startsWith("| " + invariant + " ")).hasSize(1);
    }
    List<Class<?>> classes =
        ReflectionSupport.findAllClassesInPackage("io.tallygate.limiter", one -> true, one -> true);
    for (String row : rows) {
      boolean named = !row.matches("\\| S\\d+ .*") || METHOD.matcher(row).find();
      assertThat(named).as(row).isTrue();
      METHOD
          .matcher(row)
          .results()
          .forEach(
              found ->
                  assertThat(classes)
                      .as(found.group())
                      .anyMatch(one -> holds(one, found.group(1), found.group(2))));
    }
  }

  private static boolean holds(Class<?> one, String name, String method) {
    return one.getSimpleName().equals(name)
        && Arrays.stream(one.getDeclaredMethods())
            .filter(each -> each.getName().equals(method))
            .anyMatch(each -> AnnotationSupport.isAnnotated(each, Testable.class));
  }
}
