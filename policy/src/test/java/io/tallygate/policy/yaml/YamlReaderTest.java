package io.tallygate.policy.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.policy.yaml.YamlNode.Field;
import io.tallygate.policy.yaml.YamlNode.Fields;
import io.tallygate.policy.yaml.YamlNode.Items;
import io.tallygate.policy.yaml.YamlNode.Style;
import io.tallygate.policy.yaml.YamlNode.Text;
import java.util.List;
import org.junit.jupiter.api.Test;

final class YamlReaderTest {

  private static final int DEPTH_MAX = 4;

  private final Problems problems = new Problems("f");

  @Test
  void read_document_everyPartKnowsItsPlace() {
    String text = "a: 1\nb:\n  - \"x\"\n  - {c: 𝄞, d: y}\n";

    assertThat(YamlReader.read(text, problems, DEPTH_MAX))
        .contains(
            new Fields(
                new Place(1, 1),
                List.of(
                    new Field(plain(1, 1, "a"), plain(1, 4, "1")),
                    new Field(
                        plain(2, 1, "b"),
                        new Items(
                            new Place(3, 3),
                            List.of(
                                new Text(new Place(3, 5), "x", Style.QUOTED),
                                new Fields(
                                    new Place(4, 5),
                                    List.of(
                                        new Field(plain(4, 6, "c"), plain(4, 9, "𝄞")),
                                        new Field(plain(4, 12, "d"), plain(4, 15, "y"))))))))));
    assertThat(problems.lines()).isEmpty();
  }

  private static Text plain(int line, int column, String value) {
    return new Text(new Place(line, column), value, Style.PLAIN);
  }

  @Test
  void read_deepestAllowed_isReadAndOneDeeperIsRefused() {
    assertThat(YamlReader.read("[[[[x]]]]", problems, DEPTH_MAX)).isPresent();
    assertThat(problems.isEmpty()).isTrue();

    assertThat(YamlReader.read("[[[[[x]]]]]", problems, DEPTH_MAX)).isEmpty();
    assertThat(problems.lines())
        .containsExactly("f:1:5: nesting must be at most 4 deep: line=[[[[[x]]]]]");
  }

  @Test
  void read_millionBrackets_areRefusedWithoutAStack() {
    assertThat(YamlReader.read("[".repeat(1_000_000), problems, DEPTH_MAX)).isEmpty();
    assertThat(YamlReader.read("{".repeat(1_000_000), problems, DEPTH_MAX)).isEmpty();
    assertThat(YamlReader.read("- ".repeat(500_000), problems, DEPTH_MAX)).isEmpty();
    assertThat(problems.lines()).allMatch(line -> line.contains("nesting must be at most 4 deep"));
  }

  @Test
  void read_halfOfAPair_isRefused() {
    assertThat(YamlReader.read("a: \ud834", problems, DEPTH_MAX)).isEmpty();
    assertThat(problems.lines())
        .containsExactly("f:1:4: character is not allowed: character=U+D834");
  }

  @Test
  void read_byteOrderMarkInside_isRefused() {
    assertThat(YamlReader.read("\uFEFFa: b", problems, DEPTH_MAX)).isPresent();
    assertThat(problems.isEmpty()).isTrue();

    assertThat(YamlReader.read("a: \uFEFFb", problems, DEPTH_MAX)).isEmpty();
    assertThat(problems.lines())
        .containsExactly("f:1:4: character is not allowed: character=U+FEFF");
  }
}
